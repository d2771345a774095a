import type { CorrectionReason, CorrectionView, Measurement } from '@sitecast/contract';
import { toBasisPoints } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { toShare, type Plan } from './plan.ts';

/** Every published correction: old, new, reason, who, approved by. Newest first. */
export async function listCorrections(db: Reader, project: string, plan: Plan): Promise<CorrectionView[]> {
  const rows = await db
    .selectFrom('progress_entry as entry')
    .leftJoin('percent_history as history', 'history.entry', 'entry.id')
    .select(['entry.item', 'entry.data_date', 'entry.before', 'entry.percent_bp', 'entry.correction_reason'])
    .select(['entry.correction_note', 'entry.posted_as', 'entry.verified_as', 'entry.approved_as', 'entry.posted_at'])
    .select(['entry.published_at', 'history.corrected_from_bp', 'history.percent_bp as project_bp'])
    .where('entry.project', '=', project)
    .where('entry.correction_reason', 'is not', null)
    .orderBy('history.seq', 'desc')
    .execute();
  return rows.flatMap((row) => {
    const item = plan.items.find((one) => one.code === row.item);
    if (!item) return [];
    const before = toShare(item, readJson<Measurement>(row.before));
    return [
      {
        item: row.item,
        title: item.title,
        dataDate: row.data_date,
        reason: row.correction_reason as CorrectionReason,
        note: row.correction_note,
        beforeBp: before && toBasisPoints(before),
        afterBp: row.percent_bp,
        projectBeforeBp: row.corrected_from_bp,
        projectAfterBp: row.project_bp,
        postedBy: row.posted_as,
        verifiedBy: row.verified_as,
        approvedBy: row.approved_as,
        at: row.published_at ?? row.posted_at,
      },
    ];
  });
}
