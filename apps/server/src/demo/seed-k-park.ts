import { createHash } from 'node:crypto';
import type { Measurement } from '@sitecast/contract';
import {
  addDays,
  compareSchedule,
  createWorkCalendar,
  computeEarnedSchedule,
  toDateOfPeriod,
  toPeriod,
} from '@sitecast/progress';
import type { Tx } from '../platform/store.ts';
import { kParkCost, kParkCosts, kParkCurve, kParkPosts, type DemoPost } from './k-park-history.ts';
import { kParkCalendar, kParkPhases } from './k-park-frame.ts';
import { kParkItems } from './k-park-items.ts';
import { sample } from './sources.ts';

/** What of an item a post needs; the progress feature says more of it. */
interface SeededItem {
  code: string;
}

/** The progress feature's own doors: the demo's history goes the way of every post. */
export interface ProgressDoors<Item extends SeededItem> {
  openItem(tx: Tx, project: string, code: string): Promise<void>;
  readPlan(tx: Tx, project: string): Promise<{ items: Item[] } | null>;
  recordEntry(
    tx: Tx,
    entry: Omit<DemoPost, 'item'> & {
      id: string;
      project: string;
      item: Item;
      measurement: Measurement | null;
      evidence: readonly string[];
      postedBy: string;
      postedAs: string;
      nowMs: number;
    },
  ): Promise<void>;
}

const project = 'k-park';
const revision = 1;

/** The plan, the posts and the money of K-Park: a sample through and through. */
export async function seedKPark<Item extends SeededItem>(
  tx: Tx,
  doors: ProgressDoors<Item>,
  createId: () => string,
): Promise<void> {
  await insertPlan(tx, doors);
  for (const { item: code, ...post } of kParkPosts) {
    const plan = await doors.readPlan(tx, project);
    const item = plan?.items.find((one) => one.code === code);
    if (!item) throw new Error(`the demo posts on ${code}, which is not in its plan`);
    // Posted on the morning after the data date; a correction an hour later.
    const nowMs = Date.parse(`${post.dataDate}T04:00:00.000Z`) + 86_400_000 + (post.correction ? 3_600_000 : 0);
    const by = { postedBy: 'demo', postedAs: 'project-manager', evidence: [] };
    await doors.recordEntry(tx, { ...post, ...by, id: createId(), project, item, nowMs });
  }
  await insertForecasts(tx);
  await tx
    .insertInto('project_cost')
    .values({
      project,
      counted_on: kParkCost.countedOn,
      currency: 'KZT',
      budget_minor: kParkCost.budgetMinor,
      actual_cost_minor: kParkCost.actualCostMinor,
      provenance: JSON.stringify(sample),
    })
    .execute();
  for (const { period, basis, amountMinor, source } of kParkCosts) {
    await tx
      .insertInto('cost_entry')
      .values({
        id: createId(),
        project,
        period,
        currency: 'KZT',
        amount_minor: amountMinor,
        basis,
        source,
        corrects: null,
        note: null,
        posted_by: 'demo',
        posted_at: `${addDays(period, 4)}T04:00:00.000Z`,
        provenance: JSON.stringify(sample),
      })
      .execute();
  }
}

async function insertPlan(tx: Tx, doors: Pick<ProgressDoors<SeededItem>, 'openItem'>): Promise<void> {
  const phases = kParkPhases.map(({ code, parent, title }) => ({ code, parent, title }));
  const frame = { phases, calendar: kParkCalendar, weightBasis: 'agreed' };
  const content = JSON.stringify({ items: kParkItems, curve: kParkCurve, ...frame });
  await tx
    .insertInto('baseline_revision')
    .values({
      project,
      revision,
      reason: 'first plan',
      approved_by: 'demo',
      approved_at: '2025-09-12T04:00:00.000Z',
      hash: createHash('sha256').update(content).digest('hex'),
      content,
      weight_basis: frame.weightBasis,
      proposed_as: null,
      approved_as: null,
      provenance: JSON.stringify(sample),
    })
    .execute();
  await tx
    .insertInto('plan_point')
    .values(kParkCurve.map((point) => ({ project, revision, date: point.date, planned_bp: point.plannedBp })))
    .execute();
  await tx
    .insertInto('plan_phase')
    .values(
      phases.map(({ title, ...phase }, position) => ({
        project,
        revision,
        ...phase,
        position,
        title: JSON.stringify(title),
      })),
    )
    .execute();
  await tx
    .insertInto('plan_calendar')
    .values({ project, revision, content: JSON.stringify(kParkCalendar) })
    .execute();
  for (const [position, item] of kParkItems.entries()) {
    const { code, kind, method, unit } = item;
    await tx
      .insertInto('plan_item')
      .values({
        project,
        code,
        position,
        title: JSON.stringify(item.title),
        kind,
        method,
        unit,
        steps: JSON.stringify(item.steps),
        start_credit_bp: method === 'start-finish' ? 2_000 : 0,
        provenance: JSON.stringify(item.provenance),
      })
      .execute();
    await tx
      .insertInto('baseline_item')
      .values({
        project,
        revision,
        code,
        weight: item.weight,
        baseline: JSON.stringify(item.baseline),
        cancelled: 0,
        total: null,
        phase: kParkPhases.find((phase) => phase.items.includes(code))?.code ?? null,
        start: null,
      })
      .execute();
    await doors.openItem(tx, project, code);
  }
  // The acceptance act is reached by four signatures and by nothing else.
  await tx
    .insertInto('acceptance')
    .values({ project, item: 'M12', opened_by: 'demo', opened_as: 'owner', opened_at: '2025-09-12T04:00:00.000Z' })
    .execute();
}

/** The open sample milestones at the pace so far. The opening is a fact and gets no invented forecast. */
async function insertForecasts(tx: Tx): Promise<void> {
  const calendar = createWorkCalendar(kParkCalendar);
  const at = toPeriod(kParkCurve, '2026-10-31', calendar);
  const plan = kParkCurve.map((point) => point.plannedBp);
  const { es, spi } = compareSchedule(computeEarnedSchedule(plan, 3_500, 10_000), at);
  for (const { code, baseline, provenance } of kParkItems) {
    const posted = kParkPosts.some((post) => post.item === code && post.actual !== null);
    if (posted || spi === null || provenance.kind === 'fact') continue;
    const period = at + Math.max(0, toPeriod(kParkCurve, baseline.from, calendar) - es) / spi;
    const day = toDateOfPeriod(kParkCurve, period, calendar);
    await tx
      .updateTable('item_state')
      .set({ forecast: JSON.stringify({ from: day, to: day, precision: 'day' }) })
      .where('project', '=', project)
      .where('code', '=', code)
      .execute();
  }
}
