/**
 * What an investor waits for: the sheet of a project as of a past day with 5,000 activities, 60 periods and 20 baseline
 * revisions, and the sums of 200 projects; each over HTTP, beside the plainest SQL that finds the same rows in the same file.
 *
 * Every day is asked once, so no answer is met twice. What the server does keep: the plan of each revision it has read
 * (approved, it never changes; its hash is looked up with every use) and, for the sums, the newest standing of each project
 * (until its ledger has another record). Posts of a past day are sought anew each time. No camera is drawn beside it, and a
 * small project is read first: how long a program takes that was started a moment ago is not the question.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startProduct, type Product } from '../support/product.ts';
import { until } from '../support/until.ts';
import { quantile, type Figure } from './statistics.ts';

const fact = JSON.stringify({ kind: 'sample', source: null });
const text = (en: string): string => JSON.stringify({ en });
const toMonthEnd = (month: number): string => new Date(Date.UTC(2020, month + 1, 0)).toISOString().slice(0, 10);

interface Size {
  code: string;
  position: number;
  items: number;
  periods: number;
  revisions: number;
}

const itemsPerPhase = 50;
const phasesPerStage = 10;
/** Periods from an item's first planned day to its last. */
const span = 6;
const calendar = JSON.stringify({
  name: 'Site',
  week: [1, 2, 3, 4, 5],
  minutesPerDay: 480,
  holidays: 'kz',
  exceptions: [],
});

/**
 * Rows as posts would leave them: in each period every item is posted, as far as its own dates say, and reached at its
 * last one. Items lie in phases, phases in stages, and a month has the working days of Kazakhstan.
 */
function insertProject(db: DatabaseSync, programme: string, size: Size): void {
  const { code, position, items, periods, revisions } = size;
  db.prepare(
    `insert into project (code, programme, district, district_disputed, position, name, description, category, funding,
     status, zone, area_m2, roll_up_weight, weight_basis, provenance)
     values (?, ?, null, 0, ?, ?, ?, 'housing', 'private', 'under-construction', 'Asia/Almaty', null, 1, 'agreed', ?)`,
  ).run(code, programme, position, text(code), text(code), fact);
  db.prepare(
    `insert into project_cost (project, counted_on, currency, budget_minor, actual_cost_minor, provenance)
     values (?, '2020-01-01', 'KZT', 1000000000000, 0, ?)`,
  ).run(code, fact);
  const cost =
    db.prepare(`insert into cost_entry (id, project, period, currency, amount_minor, basis, source, posted_by,
     posted_at, provenance) values (?, ?, ?, 'KZT', 5000000000, 'accrued', 'bench', 'bench', ?, ?)`);
  const revision = db.prepare(`insert into baseline_revision (project, revision, reason, approved_by, approved_at, hash,
     provenance) values (?, ?, 'bench', 'bench', ?, 'none', ?)`);
  const point = db.prepare(`insert into plan_point values (?, ?, ?, ?)`);
  const planned = db.prepare(
    `insert into baseline_item (project, revision, code, weight, baseline, cancelled, phase, start)
     values (?, ?, ?, ?, ?, 0, ?, ?)`,
  );
  const phase = db.prepare(`insert into plan_phase (project, revision, code, parent, position, title)
     values (?, ?, ?, ?, ?, ?)`);
  const days = db.prepare(`insert into plan_calendar (project, revision, content) values (?, ?, ?)`);
  const item = db.prepare(`insert into plan_item (project, code, position, title, kind, method, unit, steps,
     start_credit_bp, provenance) values (?, ?, ?, ?, 'payment', 'units', 'm', '[]', 0, ?)`);
  const state = db.prepare(`insert into item_state (project, code, version, state, measurement, percent_bp, data_date,
     evidence) values (?, ?, 1, 'in-progress', ?, ?, ?, '[]')`);
  const entry = db.prepare(`insert into progress_entry (id, project, item, version, data_date, method, measurement,
     percent_bp, actual, evidence, posted_by, posted_as, posted_at)
     values (?, ?, ?, ?, ?, 'units', ?, ?, ?, '[]', 'bench', 'project-manager', ?)`);
  const history = db.prepare(`insert into percent_history (project, data_date, percent_bp, baseline_revision, entry)
     values (?, ?, ?, ?, ?)`);
  const name = (index: number): string => `A${index}`;
  for (let index = 0; index < items; index += 1) item.run(code, name(index), index, text(name(index)), fact);
  for (let number = 1; number <= revisions; number += 1) {
    const day = toMonthEnd(Math.floor(((number - 1) * periods) / revisions));
    revision.run(code, number, `${day}T00:00:00.000Z`, fact);
    for (let period = 0; period <= periods; period += 1) {
      point.run(code, number, toMonthEnd(period), Math.floor((period / periods) * 10_000));
    }
    days.run(code, number, calendar);
    const phases = Math.ceil(items / itemsPerPhase);
    for (let index = 0; index < phases; index += 1) {
      const stage = `S${Math.floor(index / phasesPerStage)}`;
      if (index % phasesPerStage === 0) phase.run(code, number, stage, null, phases + index, text(stage));
      phase.run(code, number, `P${index}`, stage, index, text(`P${index}`));
    }
    for (let index = 0; index < items; index += 1) {
      const due = toMonthEnd(index % periods);
      const start = toMonthEnd(Math.max(0, (index % periods) - span));
      const baseline = JSON.stringify({ from: due, to: due, precision: 'day' });
      const own = `P${Math.floor(index / itemsPerPhase)}`;
      planned.run(code, number, name(index), 1 + (index % 9), baseline, own, start);
    }
  }
  for (let period = 1; period < periods; period += 1) {
    const day = toMonthEnd(period);
    const at = `${day}T12:00:00.000Z`;
    cost.run(`${code}-${period}`, code, day, at, fact);
    for (let index = 0; index < items; index += 1) {
      const total = 40 + (index % 360);
      const due = index % periods;
      const done = Math.floor(total * Math.min(1, Math.max(0, (period - due + span) / span)));
      // A month later than it was planned, every third one.
      const reached = done === total ? toMonthEnd(Math.min(period, due + (index % 3 === 0 ? 1 : 0))) : null;
      const id = `${code}-${period}-${index}`;
      const measurement = JSON.stringify({ method: 'units', done, total });
      const bp = Math.floor((done / total) * 10_000);
      entry.run(id, code, name(index), period, day, measurement, bp, reached, at);
      history.run(code, day, Math.floor((period / periods) * 10_000), Math.ceil((period / periods) * revisions), id);
      if (period === periods - 1) state.run(code, name(index), measurement, bp, day);
    }
  }
}

type Asked = Omit<Size, 'position'>;
interface Timed {
  sheet: number[];
  bare: number[];
}

/**
 * The sheets of past data dates of several projects, asked of the product in turn, so that a busy machine slows all of
 * them; each beside plain SQL for its percent alone. Dates lie at the same share of each project's length.
 */
async function timeSheets(product: Product, db: DatabaseSync, projects: readonly Asked[]): Promise<Timed[]> {
  const plain = db.prepare(`select sum(entry.percent_bp * planned.weight) from plan_item as item
    join baseline_item as planned on planned.project = item.project and planned.code = item.code and planned.revision = ?
    join progress_entry as entry on entry.id = (select id from progress_entry where project = item.project
      and item = item.code and data_date <= ? order by data_date desc, version desc limit 1)
    where item.project = ?`);
  const timed = projects.map((): Timed => ({ sheet: [], bare: [] }));
  const longest = Math.max(...projects.map(({ periods }) => periods));
  for (let step = 2; step < longest; step += 1) {
    for (const [index, { code, periods, revisions }] of projects.entries()) {
      const period = Math.floor((step * periods) / longest);
      // A day is asked once: what is kept ready of it would make the second time another measure.
      if (period < 2 || period === Math.floor(((step - 1) * periods) / longest)) continue;
      const day = toMonthEnd(period);
      const read = async (): Promise<void> => {
        const answer = await product.api('GET', `/api/projects/${code}/sheet?asOf=${day}`);
        if (answer.status !== 200 || answer.body.figures.dataDate !== day) throw new Error('not the sheet of that day');
      };
      timed[index]?.sheet.push(await time(read));
      const revision = Math.ceil((period / periods) * revisions);
      timed[index]?.bare.push(await time(() => plain.get(revision, day, code)));
    }
  }
  return timed;
}

const time = async (work: () => unknown): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** While rows were put in, this process read nothing: the server has closed the line, and the next request finds out. */
async function wake(product: Product): Promise<void> {
  await until('the product to answer', () =>
    product.visit('/livez').then(
      (answer) => answer.status === 200,
      () => false,
    ),
  );
}

/** Measures both; the numbers of the product are given, so that a test can run it small. */
export async function measureFigures({ items = 5_000, periods = 60, revisions = 20, projects = 200 } = {}): Promise<
  Figure[]
> {
  const product = await startProduct({ demo: false });
  try {
    const db = new DatabaseSync(join(product.dataDir, 'server', 'sitecast.db'));
    db.exec('pragma busy_timeout = 10000');
    const programme = String(db.prepare('select code from programme').get()?.['code']);
    db.exec('begin');
    for (let index = 0; index < projects; index += 1) {
      insertProject(db, programme, {
        code: `bench-${index}`,
        position: 101 + index,
        items: 25,
        periods: 24,
        revisions: 1,
      });
    }
    db.exec('commit');
    const rolled: number[] = [];
    const summed: number[] = [];
    const sum =
      db.prepare(`select state.project, sum(state.percent_bp * planned.weight) / sum(planned.weight) from item_state as state
      join baseline_item as planned on planned.project = state.project and planned.code = state.code and planned.revision = 1
      where state.project like 'bench-%' group by state.project`);
    await wake(product);
    for (let round = 0; round < 5; round += 1) await product.api('GET', '/api/portfolio');
    for (let round = 0; round < 40; round += 1) {
      rolled.push(
        await time(async () => {
          const answer = await product.api('GET', '/api/portfolio');
          if (answer.body.programme.measuredProjects < projects) throw new Error('not all projects are in the sum');
        }),
      );
      summed.push(await time(() => sum.all()));
    }
    const whole = { code: 'bench', items, periods, revisions };
    const fewer = { ...whole, code: 'bench-fewer', items: Math.ceil(items / 4) };
    const shorter = {
      ...whole,
      code: 'bench-shorter',
      periods: Math.ceil(periods / 4),
      revisions: Math.ceil(revisions / 4),
    };
    db.exec('begin');
    const first = { code: 'bench-first', items: 200, periods, revisions: 2 };
    for (const size of [whole, fewer, shorter, first]) insertProject(db, programme, { ...size, position: 100 });
    db.exec('commit');
    await wake(product);
    await timeSheets(product, db, [first]);
    const [large, small, short] = await timeSheets(product, db, [whole, fewer, shorter]);
    if (!large || !small || !short) throw new Error('not every project was measured');
    const { sheet, bare } = large;
    db.close();
    const half = (samples: number[]): number => quantile(samples, 0.5);
    const grows = (less: Timed, by: number, of: string): Figure => {
      const growth = half(sheet) / half(less.sheet);
      const bareGrowth = half(bare) / half(less.bare);
      return {
        name: `growth of that sheet with ${by} × the ${of}, ratio of medians`,
        value: growth,
        unit: '×',
        asked: `≤ ${by}`,
        met: growth <= by,
        yardstick: `plain SQL grows ${bareGrowth.toFixed(1)} ×`,
      };
    };
    return [
      {
        name: `sheet as of a past day, p95 (${items} activities × ${periods} periods × ${revisions} revisions)`,
        value: quantile(sheet, 0.95),
        unit: 'ms',
        asked: '≤ 50',
        met: quantile(sheet, 0.95) <= 50,
        yardstick: `plain SQL for the percent alone p95 ${quantile(bare, 0.95).toFixed(1)} ms, ratio of medians ${(half(sheet) / half(bare)).toFixed(1)}`,
      },
      grows(small, 4, 'activities'),
      grows(short, 16, 'periods and revisions'),
      {
        name: `sums of ${projects} projects, p95`,
        value: quantile(rolled, 0.95),
        unit: 'ms',
        asked: '≤ 100',
        met: quantile(rolled, 0.95) <= 100,
        yardstick: `plain SQL for the percents alone p95 ${quantile(summed, 0.95).toFixed(1)} ms, ratio of medians ${(half(rolled) / half(summed)).toFixed(1)}`,
      },
    ];
  } finally {
    await product.close();
  }
}
