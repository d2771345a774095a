import type {
  EvidenceView,
  FuzzyDate,
  LocalText,
  Measurement,
  MilestoneKind,
  MilestoneState,
  MilestoneView,
  PlanItemView,
  ProgressMethod,
  Provenance,
  SignSlotView,
} from '@sitecast/contract';
import { measureSlipDays, toSteps } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';

/** Photos by their ids, in the order asked for; told by the evidence feature. */
export type EvidenceReader = (db: Reader, ids: readonly string[]) => Promise<EvidenceView[]>;

/** What other features tell of a milestone. */
export interface MilestoneReaders {
  readonly readEvidence: EvidenceReader;
  /** The slots of acceptance acts by item; null: of all of them. */
  readSlots(db: Reader, project: string, item: string | null): Promise<Map<string, SignSlotView[]>>;
}

/** The milestones of a project in the order of its plan, as anyone may see them. */
export async function listMilestones(db: Reader, readers: MilestoneReaders, project: string): Promise<MilestoneView[]> {
  const rows = await selectMilestones(db, project).orderBy('item.position').execute();
  const slots = await readers.readSlots(db, project, null);
  return Promise.all(rows.map((row) => toView(db, readers, row, slots)));
}

/** null: no such milestone. */
export async function findMilestone(
  db: Reader,
  readers: MilestoneReaders,
  project: string,
  code: string,
): Promise<MilestoneView | null> {
  const row = await selectMilestones(db, project).where('item.code', '=', code).executeTakeFirst();
  return row ? toView(db, readers, row, await readers.readSlots(db, project, code)) : null;
}

/** The milestones posted as reached last, over all projects, newest first. */
export async function listLatest(
  db: Reader,
  readers: MilestoneReaders,
  limit: number,
): Promise<{ project: string; milestone: MilestoneView }[]> {
  const rows = await db
    .selectFrom('item_state')
    .select(['project', 'code'])
    .where('state', '=', 'done')
    .where('actual', 'is not', null)
    .orderBy('reached_at', 'desc')
    .orderBy('actual', 'desc')
    .limit(limit)
    .execute();
  const found = [];
  for (const { project, code } of rows) {
    const milestone = await findMilestone(db, readers, project, code);
    if (milestone) found.push({ project, milestone });
  }
  return found;
}

type Row = Awaited<ReturnType<ReturnType<typeof selectMilestones>['execute']>>[number];

function selectMilestones(db: Reader, project: string) {
  return db
    .selectFrom('plan_item as item')
    .innerJoin('item_state as state', (join) =>
      join.onRef('state.project', '=', 'item.project').onRef('state.code', '=', 'item.code'),
    )
    .leftJoin('baseline_item as planned', (join) =>
      join
        .onRef('planned.project', '=', 'item.project')
        .onRef('planned.code', '=', 'item.code')
        .on('planned.revision', '=', (eb) =>
          eb
            .selectFrom('baseline_revision as newest')
            .select((max) => max.fn.max('newest.revision').as('revision'))
            .where('newest.project', '=', project),
        ),
    )
    .select(['item.code', 'item.title', 'item.kind', 'item.method', 'item.unit', 'item.steps', 'item.provenance'])
    .select('item.start_credit_bp')
    .select([
      'planned.weight',
      'planned.baseline',
      'planned.cancelled',
      'planned.total',
      'planned.phase',
      'planned.start',
      'state.state',
      'state.version',
    ])
    .select(['state.measurement', 'state.percent_bp', 'state.forecast', 'state.actual', 'state.reached_at'])
    .select(['state.note', 'state.evidence'])
    .where('item.project', '=', project);
}

async function toView(
  db: Reader,
  { readEvidence }: MilestoneReaders,
  row: Row,
  slots: ReadonlyMap<string, SignSlotView[]>,
): Promise<MilestoneView> {
  const signOffs = slots.get(row.code);
  const measurement = readJson<Measurement>(row.measurement);
  const units = measurement?.method === 'units' ? measurement : null;
  const baseline = readJson<FuzzyDate>(row.baseline);
  const forecast = row.actual === null ? readJson<FuzzyDate>(row.forecast) : null;
  return {
    code: row.code,
    title: readJson<LocalText>(row.title),
    kind: row.kind as MilestoneKind,
    state: row.cancelled === 1 ? 'cancelled' : (row.state as MilestoneState),
    weight: row.weight ?? 0,
    method: row.method as ProgressMethod,
    percentBp: row.percent_bp,
    done: units?.done ?? null,
    total: units?.total ?? row.total,
    unit: row.unit,
    steps: toSteps({ steps: readJson<PlanItemView['steps']>(row.steps), measurement }),
    phase: row.phase,
    start: row.start,
    ...(row.method === 'start-finish' && { startCreditBp: row.start_credit_bp }),
    baseline,
    forecast,
    actual: row.actual,
    slipDays: measureSlipDays(baseline, row.actual === null ? forecast : toExactDate(row.actual)),
    note: row.note,
    evidence: await readEvidence(db, readJson<string[]>(row.evidence)),
    ...(signOffs && { signOffs }),
    reachedAt: row.reached_at,
    version: row.version,
    provenance: readJson<Provenance>(row.provenance),
  };
}

function toExactDate(day: string): FuzzyDate {
  return { from: day, to: day, precision: 'day' };
}
