import type { Tx } from '../../platform/store.ts';

/** A new item of a plan stands where nobody has posted yet: planned, nothing measured. */
export async function openItem(tx: Tx, project: string, code: string): Promise<void> {
  await tx
    .insertInto('item_state')
    .values({
      project,
      code,
      version: 0,
      state: 'planned',
      measurement: null,
      percent_bp: null,
      data_date: null,
      forecast: null,
      actual: null,
      reached_at: null,
      note: null,
      evidence: '[]',
      posted_by: null,
      posted_at: null,
      verified_as: null,
      approved_as: null,
    })
    .execute();
}
