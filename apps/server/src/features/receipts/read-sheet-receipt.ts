import type { Receipt, ReceiptRow } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';
import { findRule } from './find-rule.ts';
import { listBarePosts, type AskedPosts } from './list-posts.ts';
import type { ReceiptParts } from './parts.ts';

/** The receipt that goes with a sheet: the same posts as behind any number, without their photos. */
export async function readSheetReceipt(
  db: Reader,
  parts: Pick<ReceiptParts, 'readPublishingRule' | 'listCorrections'> & {
    findVerifier(rows: readonly ReceiptRow[]): string | null;
  },
  asked: AskedPosts & { weightBasis: string; weightSum: number },
): Promise<Receipt> {
  const { project, asOf, weightBasis, weightSum } = asked;
  const posts = await listBarePosts(db, asked);
  const rows = posts.map(
    ({ evidence: _photos, publishedAt: _public, correction: _why, provenance: _of, ...row }) => row,
  );
  const corrections = await parts.listCorrections(db, project, asOf);
  return {
    rows,
    weightBasis,
    weightSum,
    verifiedBy: parts.findVerifier(rows),
    publishingRule: await findRule(db, parts, { project, asOf, posts }),
    corrections,
  };
}
