import { createHash } from 'node:crypto';
import type { LocalText, Provenance } from '@sitecast/contract';
import type { CurvePoint, ScheduleItem } from '@sitecast/schedule';
import type { Tx } from '../../platform/store.ts';
import { listPlanned, type CurrentItem, type CurrentPlan } from './current-plan.ts';

export interface NewRevision {
  readonly project: string;
  readonly revision: number;
  readonly current: CurrentPlan;
  readonly items: readonly ScheduleItem[];
  readonly curve: readonly CurvePoint[];
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly provenance: Provenance;
}

/**
 * Writes a revision whole, in the caller's transaction. Items are the same by their code; what was posted on them stays. An
 * item that the new plan does not name is cancelled from this revision on, with weight 0. Returns the codes that it touched.
 */
export async function writeRevision(tx: Tx, plan: NewRevision): Promise<string[]> {
  const { project, revision } = plan;
  const known = new Map(plan.current.items.map((item) => [item.code, item]));
  const provenance = JSON.stringify(plan.provenance);
  await tx
    .insertInto('baseline_revision')
    .values({
      project,
      revision,
      reason: plan.reason,
      approved_by: plan.by,
      approved_at: plan.at,
      hash: createHash('sha256')
        .update(JSON.stringify({ items: plan.items, curve: plan.curve }))
        .digest('hex'),
      provenance,
    })
    .execute();
  for (const { date, plannedBp } of plan.curve) {
    await tx.insertInto('plan_point').values({ project, revision, date, planned_bp: plannedBp }).execute();
  }
  let position = Math.max(-1, ...plan.current.items.map((item) => item.position));
  const touched: string[] = [];
  for (const item of plan.items) {
    const old = known.get(item.code);
    if (old) await changeItem(tx, project, old, item);
    else await addItem(tx, project, item, { position: (position += 1), provenance });
    await writeBaseline(tx, plan, item, old);
    touched.push(item.code);
  }
  const kept = new Set(plan.items.map((item) => item.code));
  for (const { code, baseline } of listPlanned(plan.current).filter((item) => !kept.has(item.code))) {
    await tx
      .insertInto('baseline_item')
      .values({ project, revision, code, weight: 0, baseline, cancelled: 1 })
      .execute();
    touched.push(code);
  }
  return touched;
}

async function addItem(
  tx: Tx,
  project: string,
  item: ScheduleItem,
  { position, provenance }: { position: number; provenance: string },
): Promise<void> {
  // The template has no column for steps: without them there is nothing to reach.
  const method =
    item.method === null || (item.method === 'steps' && item.steps.length === 0) ? toMethod(item) : item.method;
  await tx
    .insertInto('plan_item')
    .values({
      project,
      code: item.code,
      position,
      title: JSON.stringify(item.title satisfies Partial<LocalText>),
      kind: item.kind ?? (item.isMilestone ? 'contractual' : 'phase-gate'),
      method,
      unit: item.unit,
      steps: JSON.stringify(method === 'steps' ? item.steps : []),
      start_credit_bp: 0,
      provenance,
    })
    .execute();
  await tx
    .insertInto('item_state')
    .values({
      project,
      code: item.code,
      version: 0,
      state: 'planned',
      measurement: null,
      percent_bp: null,
      data_date: null,
      forecast: toForecast(item),
      actual: null,
      reached_at: null,
      note: null,
      evidence: '[]',
      posted_by: null,
      posted_at: null,
    })
    .execute();
}

/** A percent of a file is somebody's judgement unless rules of credit stand beside it. */
function toMethod(item: ScheduleItem): string {
  if (item.isMilestone) return item.weight > 0 ? 'start-finish' : 'none';
  return item.steps.some((step) => step.weight > 0) ? 'steps' : 'estimate';
}

/** How an item is measured stays once something was posted on it: its entries count by that method. */
async function changeItem(tx: Tx, project: string, old: CurrentItem, item: ScheduleItem): Promise<void> {
  const isNamed = Object.values(old.title).includes(item.title.en ?? '');
  const title = isNamed ? { ...item.title, ...old.title } : { ...old.title, ...item.title };
  await tx
    .updateTable('plan_item')
    .set({
      title: JSON.stringify(title),
      kind: item.kind ?? old.kind ?? 'phase-gate',
      unit: item.unit ?? old.unit,
      ...(!old.hasEntries && item.method !== null && { method: item.method }),
      ...(!old.hasEntries && item.steps.length > 0 && { steps: JSON.stringify(item.steps) }),
    })
    .where('project', '=', project)
    .where('code', '=', item.code)
    .execute();
  const forecast = toForecast(item);
  if (forecast === null || old.actual !== null) return;
  await tx
    .updateTable('item_state')
    .set({ forecast })
    .where('project', '=', project)
    .where('code', '=', item.code)
    .execute();
}

async function writeBaseline(
  tx: Tx,
  { project, revision }: NewRevision,
  item: ScheduleItem,
  old: CurrentItem | undefined,
): Promise<void> {
  const { code, weight } = item;
  // A window ("autumn 2027") whose last day the file repeats stays as exact as it is.
  const baseline = item.finish === null || item.finish === old?.finish ? (old?.baseline ?? null) : toDay(item.finish);
  await tx.insertInto('baseline_item').values({ project, revision, code, weight, baseline, cancelled: 0 }).execute();
  const start = item.start ?? old?.start ?? null;
  if (start !== null) await tx.insertInto('baseline_start').values({ project, revision, code, start }).execute();
}

function toForecast(item: ScheduleItem): string | null {
  return item.forecast === null || item.actual !== null ? null : toDay(item.forecast);
}

function toDay(day: string): string {
  return JSON.stringify({ from: day, to: day, precision: 'day' });
}
