import { Refusal } from '@sitecast/contract';
import type { Tx } from '../../platform/store.ts';
import type { Submission } from './submission.ts';

/** Whether all who must sign an item have; null: the item needs no signatures. Told by the sign-offs. */
export type AcceptanceReader = (tx: Tx, project: string, item: string) => Promise<boolean | null>;

/** An acceptance act is its signatures: nobody posts on it, and it is reached when all of them are there. @throws Refusal */
export async function checkAcceptance(
  tx: Tx,
  parts: { readonly isAccepted: AcceptanceReader },
  { kind, project, item }: Pick<Submission, 'kind' | 'project' | 'item'>,
): Promise<void> {
  if (item === null) return;
  const accepted = await parts.isAccepted(tx, project, item);
  if (accepted === null || (accepted && kind === 'reached')) return;
  throw new Refusal('sign-off.needed', { detail: 'the item is reached by its four signatures alone' });
}
