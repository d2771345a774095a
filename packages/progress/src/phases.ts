import type { Fraction } from './fraction.ts';
import { toBasisPoints, toNumber } from './fraction.ts';
import { countDays } from './local-date.ts';
import { readPlannedBp, type PlanCurve } from './plan-curve.ts';
import { rollUp } from './roll-up.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** A node of the plan's structure. Phases may lie in one another. */
export interface PhaseNode {
  code: string;
  parent: string | null;
}

/** What a phase counts of an item. */
export interface PhasedItem {
  code: string;
  phase: string | null;
  /** 0 where it was cancelled. */
  weight: number;
  share: Fraction | null;
  /** First and last planned day; an item without a first one is planned by its part of the curve. */
  start: string | null;
  finish: string | null;
}

/** The numbers of one phase, by the same roll-up as the project's. null is undefined: a dash. */
export interface PhaseNumbers {
  /** null: the items that lie in no phase. */
  code: string | null;
  weight: number;
  items: number;
  percentBp: number | null;
  plannedBp: number | null;
  spi: number | null;
  start: string | null;
  finish: string | null;
}

/**
 * Percent, planned and SPI of every phase, in the order of the phases; items in no phase come last, if they weigh anything. A phase
 * counts all that lies below it, so Σ(w·p) over the phases at the top is the project's own percent, and Σ(w·planned) its
 * planned one.
 */
export function computePhases(input: {
  phases: readonly PhaseNode[];
  items: readonly PhasedItem[];
  plan: PlanCurve;
  dataDate: string | null;
  calendar?: WorkCalendar | undefined;
}): PhaseNumbers[] {
  const { phases, items, plan, dataDate } = input;
  if (phases.length === 0) return [];
  const above = findAncestors(phases);
  const planned = dataDate === null ? null : planItems({ ...input, date: dataDate });
  const below = groupByPhase(items, above);
  const measure = (code: string | null): PhaseNumbers => {
    const own = below.get(code) ?? [];
    const { share, weightSum } = rollUp(own);
    const days = own.filter((item) => item.weight > 0);
    const percent = dataDate === null || share === null ? null : toNumber(share) * 10_000;
    const expected =
      planned === null || weightSum === 0 || plan.length === 0 ? null : sumPlanned(own, planned, weightSum);
    return {
      code,
      weight: weightSum,
      items: own.length,
      percentBp: percent === null || share === null ? null : toBasisPoints(share),
      plannedBp: expected === null ? null : Math.round(expected),
      spi: percent === null || expected === null || expected <= 0 ? null : percent / expected,
      start: findEdge(
        days.map((item) => item.start),
        -1,
      ),
      finish: findEdge(
        days.map((item) => item.finish),
        1,
      ),
    };
  };
  const rest = measure(null);
  return [...phases.map((phase) => measure(phase.code)), ...(rest.weight > 0 ? [rest] : [])];
}

/**
 * The planned share (0–1) of every item at the end of a day. An item with a first and a last day is planned evenly over its
 * working days; one with a last day alone is planned while the curve climbs through its part, the items taken in the order
 * of their days; what ends by that day is planned whole. Where these do not add up to the curve in force, which is what was
 * approved, all that is still open is moved towards it alike, so that phases always add up to the project. Own rule.
 */
export function planItems(input: {
  items: readonly PhasedItem[];
  plan: PlanCurve;
  date: string;
  calendar?: WorkCalendar | undefined;
}): Map<string, number> {
  const { items, plan, date, calendar } = input;
  const weighing = items.filter((item) => item.weight > 0);
  const total = weighing.reduce((sum, item) => sum + item.weight, 0);
  const shares = new Map<string, number>();
  if (total === 0 || plan.length === 0) return shares;
  const goal = readPlannedBp(plan, date, calendar) / 10_000;
  const isOver = (item: PhasedItem): boolean => item.finish !== null && item.finish <= date;
  const open = weighing.filter((item) => !isOver(item));
  // Only what has no first day of its own is planned by its place among the others.
  if (open.some((item) => item.start === null || item.finish === null))
    open.sort((a, b) => compare(a.finish ?? '9999', b.finish ?? '9999') || compare(a.code, b.code));
  /** Part of the whole that is planned to be over by then, and what the others are planned at before they are moved. */
  const over = weighing.reduce((weight, item) => (isOver(item) ? weight + item.weight : weight), 0) / total;
  let passed = over;
  let sum = 0;
  for (const item of open) {
    const part = item.weight / total;
    const share =
      item.start === null || item.finish === null
        ? clamp((goal - passed) / part)
        : spread(item.start, item.finish, date, calendar);
    shares.set(item.code, share);
    sum += share * part;
    passed += part;
  }
  // What ends by that day is planned whole, unless the approved curve says less than even that.
  const whole = over > 0 ? Math.min(1, goal / over) : 1;
  const left = { sum, goal: Math.max(0, goal - over), all: 1 - over };
  for (const [code, share] of shares) shares.set(code, moveTowards(share, left));
  for (const item of weighing) if (isOver(item)) shares.set(item.code, whole);
  return shares;
}

/** The part of a stretch of work that is planned by the end of a day, evenly by working day, both ends whole. */
export function spread(start: string, finish: string, date: string, calendar?: WorkCalendar): number {
  if (date >= finish) return 1;
  if (date < start) return 0;
  const before = calendar ? calendar.countWorkDays(start, date) + (calendar.isWorkDay(start) ? 1 : 0) : 0;
  const whole = calendar ? calendar.countWorkDays(start, finish) + (calendar.isWorkDay(start) ? 1 : 0) : 0;
  if (calendar && whole > 0) return clamp(before / whole);
  return clamp((countDays(start, date) + 1) / (countDays(start, finish) + 1));
}

/** Moves a share by the same part of what all lack, or have too much. */
function moveTowards(share: number, { sum, goal, all }: { sum: number; goal: number; all: number }): number {
  if (Math.abs(sum - goal) < 1e-12) return share;
  if (sum > goal) return clamp(share * (goal / sum));
  return all - sum < 1e-12 ? 1 : clamp(share + (1 - share) * ((goal - sum) / (all - sum)));
}

function sumPlanned(items: readonly PhasedItem[], planned: ReadonlyMap<string, number>, weightSum: number): number {
  return (items.reduce((sum, item) => sum + item.weight * (planned.get(item.code) ?? 0), 0) / weightSum) * 10_000;
}

/** Each phase with itself and all above it. @throws RangeError where phases lie in a circle, or in one that is not there. */
export function findAncestors(phases: readonly PhaseNode[]): Map<string, ReadonlySet<string>> {
  const nodes = new Map(phases.map((phase) => [phase.code, phase]));
  return new Map(
    phases.map((phase) => {
      const above = new Set<string>();
      for (let at: PhaseNode | undefined = phase; at;) {
        if (above.has(at.code)) throw new RangeError(`phase ${at.code} lies in itself`);
        above.add(at.code);
        if (at.parent === null) break;
        const parent: PhaseNode | undefined = nodes.get(at.parent);
        if (!parent) throw new RangeError(`phase ${at.code} lies in ${at.parent}, which is not there`);
        at = parent;
      }
      return [phase.code, above];
    }),
  );
}

/** What lies below each phase, and under null what lies in none: one walk over the items, however many phases there are. */
function groupByPhase(
  items: readonly PhasedItem[],
  above: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string | null, PhasedItem[]> {
  const groups = new Map<string | null, PhasedItem[]>([[null, []]]);
  for (const code of above.keys()) groups.set(code, []);
  for (const item of items) {
    const phases = above.get(item.phase ?? '');
    if (phases) for (const code of phases) groups.get(code)?.push(item);
    else groups.get(null)?.push(item);
  }
  return groups;
}

function findEdge(days: readonly (string | null)[], direction: 1 | -1): string | null {
  return days.reduce<string | null>((edge, day) => {
    if (day === null) return edge;
    return edge === null || (direction === 1 ? day > edge : day < edge) ? day : edge;
  }, null);
}

/** By code unit: the same order on every machine, whatever language it speaks. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
