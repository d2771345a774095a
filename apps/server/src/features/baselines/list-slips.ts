import type { FuzzyDate, LocalText, SlipView } from '@sitecast/contract';
import { countDays, findPlannedFinish } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { readCurve } from './plan-content.ts';

/** Every approved revision with who, why and how far it moved the plan; oldest first. */
export async function listSlips(db: Reader, project: string): Promise<SlipView[]> {
  const revisions = await db
    .selectFrom('baseline_revision')
    .selectAll()
    .where('project', '=', project)
    .orderBy('revision')
    .execute();
  const dates = await readDates(db, project);
  const percents = await readPercents(db, project);
  const slips: SlipView[] = [];
  for (const row of revisions) {
    const { revision } = row;
    const curve = await readCurve(db, project, revision);
    const plannedFinish = findPlannedFinish(curve);
    const finishBefore = slips.at(-1)?.plannedFinish ?? null;
    slips.push({
      revision,
      reason: row.reason,
      proposedBy: row.proposed_as,
      approvedBy: row.approved_as,
      approvedAt: row.approved_at,
      hash: row.hash,
      plannedFinish,
      daysMoved: plannedFinish !== null && finishBefore !== null ? countDays(finishBefore, plannedFinish) : null,
      moved: findMoved(dates, revision),
      percentBeforeBp: percents.get(revision)?.before ?? null,
      percentAfterBp: percents.get(revision)?.after ?? null,
      curve,
    });
  }
  return slips;
}

interface ItemDate {
  revision: number;
  code: string;
  title: LocalText;
  to: string | null;
}

async function readDates(db: Reader, project: string): Promise<ItemDate[]> {
  const rows = await db
    .selectFrom('baseline_item as planned')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'planned.project').onRef('item.code', '=', 'planned.code'),
    )
    .select(['planned.revision', 'planned.code', 'planned.baseline', 'item.title'])
    .where('planned.project', '=', project)
    .orderBy('item.position')
    .execute();
  return rows.map((row) => ({
    revision: row.revision,
    code: row.code,
    title: readJson<LocalText>(row.title),
    to: readJson<FuzzyDate>(row.baseline)?.to ?? null,
  }));
}

function findMoved(dates: readonly ItemDate[], revision: number): SlipView['moved'] {
  const before = new Map(dates.filter((date) => date.revision === revision - 1).map((date) => [date.code, date.to]));
  return dates.flatMap((date) => {
    const then = before.get(date.code) ?? null;
    if (date.revision !== revision || date.to === null || then === null) return [];
    const days = countDays(then, date.to);
    return days === 0 ? [] : [{ code: date.code, title: date.title, days }];
  });
}

/** What the percent was before and after a revision alone moved it. */
async function readPercents(db: Reader, project: string): Promise<Map<number, { before: number; after: number }>> {
  const rows = await db
    .selectFrom('percent_history')
    .select(['baseline_revision', 'percent_bp', 'corrected_from_bp'])
    .where('project', '=', project)
    .where('entry', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.baseline_revision,
      { before: row.corrected_from_bp ?? row.percent_bp, after: row.percent_bp },
    ]),
  );
}
