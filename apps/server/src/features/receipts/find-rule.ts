import type { PublishingRule } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';
import type { ReceiptParts } from './parts.ts';

/** The rule the numbers of a day were published by: for a past day, the one in force when its newest post was. */
export function findRule(
  db: Reader,
  parts: Pick<ReceiptParts, 'readPublishingRule'>,
  asked: { project: string; asOf: string | null; posts: readonly { publishedAt: string | null }[] },
): Promise<PublishingRule> {
  const publishedAt = asked.posts
    .flatMap((post) => post.publishedAt ?? [])
    .sort()
    .at(-1);
  return parts.readPublishingRule(db, asked.project, asked.asOf === null ? undefined : publishedAt);
}
