import type { FuzzyDate, LocalText, MilestoneState, Provenance, SheetItem } from '@sitecast/contract';
import { measureSlipDays } from '@sitecast/progress';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { InvestorParts } from './parts.ts';
import type { StoodItem } from './basis.ts';

/** A sheet is read by people: of a plan of thousands it shows those that slipped furthest. */
const shownItems = 60;

/** The items of a plan as they stood, in the order of the plan; forecasts and texts of posts only where they are read. */
export async function listSheetItems(
  db: Reader,
  parts: Pick<InvestorParts, 'listEvidence'>,
  asked: { project: string; items: readonly StoodItem[]; asOf: string | null },
): Promise<SheetItem[]> {
  const chosen = chooseItems(asked.items);
  if (chosen.length === 0) return [];
  const codes = chosen.map((item) => item.code);
  // `+`: ordered by its index, every item of the plan would be read for the few that are shown.
  const { rows } = await sql<TextRow>`
    select item.code, item.title, item.provenance, state.forecast, post.note, post.evidence
    from plan_item as item
    join item_state as state on state.project = item.project and state.code = item.code
    left join progress_entry as post
      on post.project = item.project and post.item = item.code and post.version = (
      select newest.version from progress_entry as newest
      where newest.project = item.project and newest.item = item.code and newest.data_date <= ${asked.asOf ?? '9999'}
      order by newest.data_date desc, newest.version desc limit 1)
    where item.project = ${asked.project} and item.code in (select value from json_each(${JSON.stringify(codes)}))
    order by +item.position`.execute(db);
  const stood = new Map(chosen.map((item) => [item.code, item]));
  const listed: SheetItem[] = [];
  for (const row of rows) {
    const item = stood.get(row.code);
    if (!item) continue;
    const forecast = asked.asOf === null && item.actual === null ? readJson<FuzzyDate>(row.forecast) : null;
    listed.push({
      code: row.code,
      title: readJson<LocalText>(row.title),
      weight: item.weight,
      phase: item.phase,
      state: toState(item),
      percentBp: item.percentBp,
      baseline: item.baseline,
      forecast,
      actual: item.actual,
      slipDays: measureSlipDays(item.baseline, item.actual === null ? forecast : toDay(item.actual)),
      note: row.note,
      evidence: await parts.listEvidence(db, readJson<string[]>(row.evidence ?? '[]')),
      provenance: readJson<Provenance>(row.provenance),
    });
  }
  return listed;
}

function chooseItems(items: readonly StoodItem[]): readonly StoodItem[] {
  if (items.length <= shownItems) return items;
  const slipped = items
    .filter((item) => item.actual !== null && item.baseline !== null)
    .map((item) => ({ item, days: measureSlipDays(item.baseline, toDay(item.actual ?? '')) ?? 0 }))
    .sort((a, b) => b.days - a.days);
  return slipped.slice(0, shownItems).map(({ item }) => item);
}

function toState(item: StoodItem): MilestoneState {
  if (item.cancelled) return 'cancelled';
  if (item.actual !== null) return 'done';
  if (item.percentBp === 10_000) return 'awaiting-acceptance';
  return (item.percentBp ?? 0) > 0 || item.started ? 'in-progress' : 'planned';
}

function toDay(day: string): FuzzyDate {
  return { from: day, to: day, precision: 'day' };
}

interface TextRow {
  code: string;
  title: string;
  provenance: string;
  forecast: string | null;
  note: string | null;
  evidence: string | null;
}
