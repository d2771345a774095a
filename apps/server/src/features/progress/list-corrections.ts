import type { CorrectionReason, CorrectionView, LocalText, Measurement } from '@sitecast/contract';
import { toBasisPoints } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { toShare, type PlanItem } from './plan.ts';

const forever = '9999-12-31';

/** Every published correction up to a day (null: all): old, new, reason, who, approved by. Newest first. */
export async function listCorrections(
  db: Reader,
  project: string,
  asOf: string | null = null,
): Promise<CorrectionView[]> {
  const rows = await db
    .selectFrom('progress_entry as entry')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'entry.project').onRef('item.code', '=', 'entry.item'),
    )
    .leftJoin('percent_history as history', (join) =>
      join.onRef('history.entry', '=', 'entry.id').on('history.correction_reason', 'is not', null),
    )
    .select(['item.title', 'item.steps', 'item.start_credit_bp'])
    .select(['entry.item', 'entry.data_date', 'entry.before', 'entry.percent_bp', 'entry.correction_reason'])
    .select(['entry.correction_note', 'entry.posted_as', 'entry.verified_as', 'entry.approved_as', 'entry.posted_at'])
    .select(['entry.published_at', 'history.corrected_from_bp', 'history.percent_bp as project_bp'])
    .where('entry.project', '=', project)
    .where('entry.correction_reason', 'is not', null)
    .where('entry.data_date', '<=', asOf ?? forever)
    .orderBy('history.seq', 'desc')
    .execute();
  return rows.map((row) => {
    const rules = { steps: readJson<PlanItem['steps']>(row.steps), startCreditBp: row.start_credit_bp };
    const before = toShare(rules, readJson<Measurement>(row.before));
    return {
      item: row.item,
      title: readJson<LocalText>(row.title),
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
    };
  });
}
