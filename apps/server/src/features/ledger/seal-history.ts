import type { Store, Tx } from '../../platform/store.ts';
import { appendRecords, type ChainParts } from './append-records.ts';
import { draftCost, draftCounts, draftEntry, draftRevision, draftSignOff, type DatedDraft } from './draft-records.ts';

/**
 * Seals, at the start, what is kept and not yet in a chain: a database older than the ledger, or a history that was
 * made at once. Each such record says that it was sealed later than what it tells (LEDGER5). Returns how many.
 */
export async function sealHistory(store: Store, parts: ChainParts): Promise<number> {
  const projects = await store.db.selectFrom('project').select('code').orderBy('code').execute();
  let count = 0;
  for (const { code } of projects) {
    count += await store.write(async (tx) => {
      const drafts = await listUnsealed(tx, code);
      await appendRecords(tx, parts, code, drafts.map(toSealedLater));
      return drafts.length;
    });
  }
  return count;
}

async function listUnsealed(tx: Tx, project: string): Promise<DatedDraft[]> {
  const rows = await tx.selectFrom('ledger_record').select('subject').where('project', '=', project).execute();
  const known = new Set(rows.map((row) => row.subject));
  const drafts: DatedDraft[] = [];
  const revisions = await tx
    .selectFrom('baseline_revision')
    .select('revision')
    .where('project', '=', project)
    .orderBy('revision')
    .execute();
  for (const { revision } of revisions) {
    if (!known.has(`baseline:${revision}`)) drafts.push(await draftRevision(tx, project, revision));
  }
  const entries = await tx
    .selectFrom('progress_entry')
    .select('id')
    .where('project', '=', project)
    .orderBy('posted_at')
    .orderBy('version')
    .execute();
  for (const { id } of entries) {
    if (!known.has(`entry:${id}`)) drafts.push(...(await draftEntry(tx, project, id)));
  }
  const costs = await tx.selectFrom('cost_entry').select('id').where('project', '=', project).orderBy('seq').execute();
  for (const { id } of costs) {
    if (!known.has(`cost:${id}`)) drafts.push(await draftCost(tx, project, id));
  }
  const signed = await tx.selectFrom('sign_off').select('id').where('project', '=', project).orderBy('seq').execute();
  for (const { id } of signed) {
    if (!known.has(`sign-off:${id}`)) drafts.push(await draftSignOff(tx, project, id));
  }
  drafts.push(...(await draftCounts(tx, project)));
  const inOrder = drafts.toSorted((a, b) => (a.happenedAt < b.happenedAt ? -1 : a.happenedAt > b.happenedAt ? 1 : 0));
  // A photo that two posts carry was drafted with both.
  return inOrder.filter(({ subject }) => !known.has(subject) && known.add(subject));
}

function toSealedLater({ kind, happenedAt: _ordered, body, ...rest }: DatedDraft) {
  return { ...rest, kind: 'sealed-later' as const, body: { ...body, of: kind } };
}
