import { expect, test } from 'vitest';
import file from '../examples/evm-examples.json' with { type: 'json' };
import {
  accumulateSteps,
  compareFractions,
  compareSchedule,
  computeEarnedSchedule,
  computeEarnedValue,
  computeTcpi,
  estimateCombined,
  estimateTypical,
  forecastDuration,
  measurePercent,
  readLocalClock,
  rollUp,
  spreadPlan,
  spreadPlannedValue,
  toBasisPoints,
  toEndOfDay,
  toFraction,
  toLocalDate,
  toNumber,
} from './index.ts';
import { createFraction, divideFractions } from './fraction.ts';

interface TaskRow {
  id: string;
  budget: number;
  percent: number | string;
  actual_cost: number;
  planned_day?: number;
  start?: number;
  duration?: number;
}
interface WeightRow {
  name: string;
  budget_million?: number;
  hours?: number;
  weight_percent?: number;
  weight_percent_printed?: number;
  weight_percent_exact?: number;
}

const digits = (value: number | null, places: number) => Number(value?.toFixed(places));

/** Which entries of the file a test has taken. */
const taken = new Set<string>();

function example(id: string) {
  taken.add(id);
  const found = file.examples.find((entry) => entry.id === id);
  if (!found) throw new Error(`no example ${id}`);
  return found;
}
function edgeCase(id: string) {
  taken.add(id);
  const found = file.own_edge_cases.cases.find((entry) => entry.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}
/** What an example must have for its test; the file's shapes differ by example. */
function need<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('the example lacks a field');
  return value;
}

test('four-sided fence at the end of day 3 (Earned Value Exercise, studylib.net 5898152)', () => {
  const { inputs, published, computed } = example('evm-fence-4-sides');
  const tasks = need<TaskRow[]>(inputs?.tasks).map((task) => ({
    start: need(task.planned_day) - 1,
    duration: 1,
    budget: task.budget,
    percent: task.percent as number,
    cost: task.actual_cost,
  }));
  const status = need(inputs?.status_day);
  const bac = tasks.reduce((sum, task) => sum + task.budget, 0);
  const pv = spreadPlannedValue(tasks, status);
  const share = need(rollUp(tasks.map((t) => ({ weight: t.budget, share: toFraction(t.percent / 100) }))).share);
  const ev = toNumber(share) * bac;
  const ac = tasks.reduce((sum, task) => sum + task.cost, 0);
  const index = computeEarnedValue({ pv, ev, ac, bac });
  expect({ PV: pv, EV: ev, AC: ac, BAC: bac, CV: index.cv, SV: index.sv }).toEqual({
    PV: published?.PV,
    EV: published?.EV,
    AC: published?.AC,
    BAC: published?.BAC,
    CV: published?.CV,
    SV: published?.SV,
  });
  expect([digits(index.cpi, 3), digits(index.spi, 3)]).toEqual([published?.CPI, published?.SPI]);
  // The source divides by the CPI it had already rounded; ours is exact, and its own way gives its numbers.
  const rounded = need(estimateTypical(bac, digits(index.cpi, 3)));
  expect([Math.round(rounded), Math.round(rounded) - ac, bac - Math.round(rounded)]).toEqual([
    published?.EAC,
    published?.ETC,
    published?.VAC,
  ]);
  expect([index.eacTypical, index.etc, index.vac, index.tcpi]).toEqual([
    need(computed).EAC_BAC_over_CPI,
    need(computed).ETC,
    need(computed).VAC,
    need(computed).TCPI_BAC,
  ]);
  expect(toBasisPoints(share) / 100).toBe(need(computed).percent_complete);
  const es = computeEarnedSchedule(spreadPlan(tasks), ev, bac);
  const schedule = compareSchedule(es, status);
  expect(es).toBe(need(computed).ES_days);
  expect(digits(schedule.spi, 10)).toBe(need(computed).SPI_t);
  expect(forecastDuration({ at: status, es, pd: 4, factor: schedule.spi })).toBeCloseTo(
    need(need(computed).EAC_t_days_PF_SPI_t),
    12,
  );
});

test('five tasks after month 7 (HossamElwahsh/sprints-automotive, PM/S_PM_10_Monitoring_via_EVM, 87d788b)', () => {
  const { inputs, published, computed } = example('evm-5-tasks-month-7');
  const tasks = need<TaskRow[]>(inputs?.tasks).map((task) => ({
    start: need(task.start),
    duration: need(task.duration),
    budget: task.budget,
    share:
      task.id === 'T4' ? createFraction(1n, 3n) : divideFractions(toFraction(task.percent as number), toFraction(100)),
    cost: task.actual_cost,
  }));
  const at = need(inputs?.status_month);
  const bac = tasks.reduce((sum, task) => sum + task.budget, 0);
  const plan = spreadPlan(tasks);
  const ev = toNumber(need(rollUp(tasks.map((t) => ({ weight: t.budget, share: t.share }))).share)) * bac;
  const ac = tasks.reduce((sum, task) => sum + task.cost, 0);
  const index = computeEarnedValue({ pv: spreadPlannedValue(tasks, at), ev, ac, bac });
  expect(plan).toEqual(need(computed).PV_by_month);
  expect(plan.length - 1).toBe(published?.total_duration);
  expect([bac, plan[at], ev, ac, index.cv]).toEqual([
    published?.BAC,
    published?.PV,
    published?.EV,
    published?.AC,
    published?.CV,
  ]);
  expect([digits(index.cpi, 2), digits(index.spi, 2), digits((index.sv / need(plan[at])) * 100, 10)]).toEqual([
    published?.CPI,
    published?.SPI,
    published?.SV_percent,
  ]);
  // 4,160 is the published EAC: BAC ÷ 0.89 = 4,157 to three digits; the exact one is 4,162.5.
  expect(Math.round(need(estimateTypical(bac, digits(index.cpi, 2))) / 10) * 10).toBe(published?.EAC);
  expect(bac - need(published?.EAC)).toBe(published?.VAC);
  expect(Math.floor(need(index.eacTypical))).toBe(published?.EAC_second_solution);
  expect(index.eacAtypical).toBe(published?.EAC_optimistic_second_solution);
  expect([index.eacTypical, index.vac, index.eacAtypical]).toEqual([
    need(computed).EAC_BAC_over_CPI,
    need(computed).VAC,
    need(computed).EAC_AC_plus_rest,
  ]);
  const schedule = compareSchedule(computeEarnedSchedule(plan, ev, bac), at);
  expect([schedule.es, schedule.sv]).toEqual([need(computed).ES, need(computed).SV_t]);
  expect(digits(schedule.spi, 10)).toBe(need(computed).SPI_t);
  expect(-schedule.sv).toBe(published?.behind_second_solution_months);
});

test('a 4-day task on Wednesday, status day counted whole (Microsoft, HA001021179)', () => {
  const { inputs, published, computed } = example('evm-msproject-4-day-task');
  const bac = need(inputs?.BAC);
  const pv = spreadPlannedValue(
    [{ start: 0, duration: need(inputs?.duration_days), budget: bac }],
    need(inputs?.status_day),
  );
  const ev = toNumber(toFraction(need(inputs?.percent_complete) / 100)) * bac;
  const ac = need(inputs?.actual_cost_per_day).reduce((sum, cost) => sum + cost, 0);
  expect([pv, ac, ev]).toEqual([published?.BCWS, published?.ACWP, published?.BCWP]);
  const index = computeEarnedValue({ pv, ev, ac, bac });
  expect([index.sv, index.cv]).toEqual([need(computed).SV, need(computed).CV]);
  expect([digits(index.spi, 10), digits(index.cpi, 10), digits(index.eacTypical, 10), digits(index.tcpi, 10)]).toEqual([
    need(computed).SPI,
    need(computed).CPI,
    need(computed).EAC_BAC_over_CPI,
    need(computed).TCPI_BAC,
  ]);
});

test('unit tests of the R package PRA (paulgovan/PRA, tests/testthat/test-evm.R, 25c62aa)', () => {
  const { inputs, published, tolerance, more } = example('evm-pra-unit-tests');
  const near = (value: number | null, wanted: number | undefined) =>
    expect(Math.abs(need(value) - need(wanted))).toBeLessThan(need(tolerance));
  const bac = need(inputs?.BAC);
  const period = need(inputs?.time_period);
  const pv = bac * need(need(inputs?.planned_cumulative)[period - 1]);
  const ev = bac * need(inputs?.actual_percent);
  const ac = need(need(inputs?.actual_costs_cumulative)[period - 1]);
  const index = computeEarnedValue({ pv, ev, ac, bac });
  near(pv, published?.PV);
  near(ev, published?.EV);
  near(ac, published?.AC);
  near(index.sv, published?.SV);
  near(index.cv, published?.CV);
  near(index.spi, published?.SPI);
  near(index.cpi, published?.CPI);
  const [typical, atypical, combined, etc, vac, tcpi, tcpiToEac] = need(more);
  near(estimateTypical(bac, need(typical?.inputs.CPI)), typical?.published.EAC_typical);
  const rest = { pv: 1, ev: need(atypical?.inputs.EV), ac: need(atypical?.inputs.AC), bac };
  near(computeEarnedValue(rest).eacAtypical, atypical?.published.EAC_atypical);
  const both = need(combined?.inputs);
  near(
    estimateCombined({ ev: need(both.EV), ac: need(both.AC), bac, cpi: need(both.CPI), spi: need(both.SPI) }),
    combined?.published.EAC_combined,
  );
  // ETC = (BAC − EV) ÷ CPI is EAC − AC of the same index: AC = EV ÷ CPI.
  const cost = need(etc?.inputs.EV) / need(etc?.inputs.CPI);
  near(computeEarnedValue({ pv: 1, ev: need(etc?.inputs.EV), ac: cost, bac }).etc, etc?.published.ETC);
  near(bac - need(vac?.inputs.EAC), vac?.published.VAC);
  const spent = { bac, ev: need(tcpi?.inputs.EV), ac: need(tcpi?.inputs.AC) };
  near(computeTcpi({ ...spent, target: bac }), tcpi?.published.TCPI_BAC);
  near(computeTcpi({ ...spent, target: need(tcpiToEac?.inputs.EAC) }), tcpiToEac?.published.TCPI_EAC);
});

test('[INV10] what PRA raises as an error is undefined here (paulgovan/PRA, published edge behaviour)', () => {
  expect(computeEarnedValue({ pv: 0, ev: 1, ac: 1, bac: 10 }).spi).toBeNull();
  expect(computeEarnedValue({ pv: -1, ev: 1, ac: 1, bac: 10 }).spi).toBeNull();
  expect(computeEarnedValue({ pv: 1, ev: 1, ac: 0, bac: 10 }).cpi).toBeNull();
  expect(computeEarnedValue({ pv: 1, ev: 1, ac: 10, bac: 10 }).tcpi).toBeNull();
  expect(() => measurePercent({ method: 'estimate', percentBp: 10_001 })).toThrow(RangeError);
});

test('ten modules finished two months late: SPI 1, SPI(t) below 1 (MPUG, Earned Schedule Management)', () => {
  const { inputs, published, computed } = example('es-mpug-ten-modules');
  const [bac, at, ev, ac] = [need(inputs?.BAC), need(inputs?.AT), need(inputs?.EV), need(inputs?.AC)];
  // The plan is flat at BAC from month 10 to month 12, the trap of this example.
  const plan = Array.from({ length: at + 1 }, (_, month) => Math.min(bac, month * need(inputs?.planned_per_month)));
  const index = computeEarnedValue({ pv: need(plan[at]), ev, ac, bac });
  expect([plan[at], index.sv, index.spi]).toEqual([published?.PV, published?.SV, published?.SPI]);
  expect([-index.cv, digits(index.cpi, 10)]).toEqual([published?.cost_overrun, need(computed).CPI]);
  expect(index.cv).toBe(need(computed).CV);
  const schedule = compareSchedule(computeEarnedSchedule(plan, ev, bac), at);
  expect([schedule.es, schedule.sv, -schedule.sv]).toEqual([
    need(computed).ES,
    need(computed).SV_t,
    published?.late_months,
  ]);
  expect(digits(schedule.spi, 10)).toBe(need(computed).SPI_t);
});

test('rules of credit for a vessel (CII Publication 6-5 as in Scribd 343698950)', () => {
  const { inputs, published } = example('percent-rules-of-credit-vessel');
  const steps = need(inputs?.steps);
  expect(accumulateSteps(steps).map((share) => toBasisPoints(share) / 100)).toEqual(published?.cumulative);
  // Finished but not accepted by the owner is 90 %.
  const finished = steps.map((step, index) => ({ weight: step.weight, reached: index < 5 }));
  expect(toBasisPoints(need(measurePercent({ method: 'steps', steps: finished }).share))).toBe(9_000);
});

test('published weight tables: high-rise (Planning Planet), man-hours (docest.com 338060), phases (envis.org Annex C)', () => {
  const tables = need(example('weights-and-roll-up').tables);
  for (const table of tables) {
    const rows: WeightRow[] = table.rows;
    const basis = rows.map((row) => row.budget_million ?? row.hours ?? need(row.weight_percent));
    for (const [index, row] of rows.entries()) {
      const alone = basis.map((weight, at) => ({ weight, share: toFraction(at === index ? 1 : 0) }));
      const percent = toNumber(need(rollUp(alone).share)) * 100;
      const printed = row.weight_percent ?? row.weight_percent_printed;
      expect(digits(percent, 1)).toBe(printed);
      if (row.weight_percent_exact !== undefined) expect(digits(percent, 6)).toBe(row.weight_percent_exact);
    }
  }
  const tower = need<WeightRow[]>(tables[0]?.rows).map((row) => ({
    weight: need(row.budget_million),
    share: toFraction(row.name.startsWith('Foundations') ? 1 : row.name === 'Superstructure' ? 0.4 : 0),
  }));
  expect(toBasisPoints(need(rollUp(tower).share))).toBe(2_500);
});

test('[INV10] not started, and started before the plan: indices stay undefined (own-pv0, own-early-start)', () => {
  for (const id of ['own-pv0', 'own-early-start']) {
    const { inputs, expect: wanted } = edgeCase(id);
    const [pv, ev, ac, bac] = [need(inputs.PV), need(inputs.EV), need(inputs.AC), need(inputs.BAC)];
    const index = computeEarnedValue({ pv, ev, ac, bac });
    expect(index.spi).toBe(wanted.SPI);
    if (wanted.CPI !== undefined) expect(index.cpi).toBe(wanted.CPI);
    if (wanted.SV !== undefined) expect(index.sv).toBe(wanted.SV);
    if (wanted.ES !== undefined) expect(computeEarnedSchedule([0, 0, 50, 100], ev, bac)).toBe(wanted.ES);
  }
});

test('[INV1] more done than planned is kept raw, capped in the roll-up and flagged (own-over-100)', () => {
  const { inputs, expect: wanted } = edgeCase('own-over-100');
  const measured = measurePercent({ method: 'units', done: need(inputs.units_done), total: need(inputs.units_total) });
  expect(toNumber(need(measured.raw)) * 100).toBe(wanted.percent_raw);
  expect(toNumber(need(measured.share)) * 100).toBe(wanted.percent_for_roll_up);
  expect(measured.overrun).toBe(wanted.flag === 'overrun');
});

test('[INV8] weights that miss 100 are normalised; without weight nothing is earned; all zero is undefined', () => {
  for (const id of ['own-weights-sum', 'own-zero-weight', 'own-all-zero-weights']) {
    const { inputs, expect: wanted } = edgeCase(id);
    const percents = need(inputs.percents);
    const items = need(inputs.weights).map((weight, at) => ({ weight, share: toFraction(need(percents[at]) / 100) }));
    const { share, weightSum } = rollUp(items);
    expect(share === null ? null : toNumber(share) * 100).toBe(wanted.rollup);
    expect(weightSum).toBe(need(inputs.weights).reduce((sum, weight) => sum + weight, 0));
  }
});

test('cancelled work counts until an approved revision takes it out (own-cancelled)', () => {
  const { inputs, expect: wanted } = edgeCase('own-cancelled');
  const items = need(inputs.items).map((item) => ({
    weight: item.w,
    share: toFraction(item.p / 100),
    cancelledFromRevision: item.state === 'cancelled' ? 2 : null,
  }));
  expect(toNumber(need(rollUp(items, 1).share)) * 100).toBe(wanted.rollup_without_rebaseline);
  expect(digits(toNumber(need(rollUp(items, 2).share)) * 100, 6)).toBe(wanted.rollup_after_approved_scope_change);
});

test('a larger scope lowers the percent, and a smaller number is seen as a fall (own-rebaseline, own-backwards)', () => {
  const { inputs, expect: wanted } = edgeCase('own-rebaseline');
  const [before, after] = [inputs.old_BAC, inputs.new_BAC].map((total) =>
    measurePercent({ method: 'units', done: need(inputs.EV), total: need(total) }),
  );
  expect(toNumber(need(before?.share)) * 100).toBe(wanted.percent_before);
  expect(toNumber(need(after?.share)) * 100).toBe(wanted.percent_after);
  const back = edgeCase('own-backwards').inputs;
  const [old, next] = [back.previous_percent, back.new_percent].map((percent) => toFraction(need(percent) / 100));
  expect(compareFractions(need(next), need(old))).toBeLessThan(0);
});

test('[INV10] a budget that cannot be met any more has no TCPI, but one to the estimate (own-ac-over-bac)', () => {
  const { inputs, expect: wanted } = edgeCase('own-ac-over-bac');
  const [bac, ev, ac] = [need(inputs.BAC), need(inputs.EV), need(inputs.AC)];
  const index = computeEarnedValue({ pv: bac, ev, ac, bac });
  expect(index.tcpi).toBe(wanted.TCPI_BAC);
  expect(computeTcpi({ bac, ev, ac, target: need(index.eacTypical) })).toBeGreaterThan(0);
});

test('[INV20] days are those of the site: the doubled hour, now, the end of a status day (own-tz …)', () => {
  const doubled = edgeCase('own-tz');
  const clock = readLocalClock(need(doubled.inputs.instant), need(doubled.inputs.zone));
  expect(`${clock.date} ${clock.time} ${clock.offset}`).toBe(doubled.expect.local);
  const now = edgeCase('own-tz-now');
  expect(toLocalDate(need(now.inputs.instant), need(now.inputs.zone))).toBe(now.expect.local_date);
  const status = edgeCase('own-status-midnight');
  expect(toEndOfDay(need(status.inputs.status_date), need(status.inputs.zone))).toBe(
    status.expect.instant_exclusive?.replace('Z', '.000Z'),
  );
  expect(toEndOfDay('2024-02-29', 'Asia/Almaty')).toBe('2024-02-29T19:00:00.000Z');
});

test('no example of the file is left without a test', () => {
  const all = [...file.examples, ...file.own_edge_cases.cases].map(({ id }) => id);
  expect(all.filter((id) => !taken.has(id))).toEqual([]);
});
