import { Refusal, type EvidenceView } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';
import type { EvidenceTable } from './tables.ts';

/** A photo as anyone may see it: the drawn copies, never the original. */
export function toEvidenceView(row: EvidenceTable): EvidenceView {
  return {
    id: row.id,
    url: `/evidence/${row.id}/large.webp`,
    thumbnailUrl: `/evidence/${row.id}/small.webp`,
    width: row.width,
    height: row.height,
    sha256: row.sha256,
    takenAt: row.taken_at,
    credit: row.credit,
  };
}

/** Photos by their ids, in the order asked for. */
export async function listEvidence(db: Reader, ids: readonly string[]): Promise<EvidenceView[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('evidence').selectAll().where('id', 'in', ids).execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    return row ? [toEvidenceView(row)] : [];
  });
}

/** Refuses a photo that is not of this project, or is named twice. */
export async function checkEvidence(tx: Tx, project: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('evidence')
    .select('id')
    .where('project', '=', project)
    .where('id', 'in', ids)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  const fields = ids.flatMap((id, index) =>
    known.has(id) && ids.indexOf(id) === index
      ? []
      : [{ field: `evidence.${index}`, message: known.has(id) ? 'is there twice' : 'is no photo of this project' }],
  );
  if (fields.length > 0) throw new Refusal('evidence.not-found', { fields });
}

/** Makes photos public, with the first published post that carries them. */
export async function attachEvidence(tx: Tx, project: string, ids: readonly string[], at: string): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable('evidence')
    .set({ attached_at: at })
    .where('project', '=', project)
    .where('id', 'in', ids)
    .where('attached_at', 'is', null)
    .execute();
}
