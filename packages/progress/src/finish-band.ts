import { computeEarnedSchedule, findPlannedDuration } from './earned-schedule.ts';
import type { HistoryPoint } from './history.ts';
import { toDateOfPeriod, toPeriod } from './plan-curve.ts';
import type { PlanCurve } from './plan-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** Finish days of simulated runs: one in ten is done by `p10`, half by `p50`, nine in ten by `p90`. */
export interface FinishBand {
  p10: string;
  p50: string;
  p90: string;
  runs: number;
  /** How many reported stretches of the project the runs were drawn from. */
  drawnFrom: number;
}

/** A stretch of the project as it was reported: periods of plan earned in periods of time. */
interface Stretch {
  earned: number;
  time: number;
}

const runs = 2_000;
const fewestStretches = 4;
const longestPeriods = 1_200;

/**
 * A band of finish days from the project's own variance: each run goes on from today in stretches drawn, with
 * replacement, from those the project has behind it, until the plan is earned. The seed comes from the history itself,
 * so everyone who computes it gets the same days. null with fewer than four stretches, when the work is done, or where
 * a run in ten would not end within a hundred years.
 */
export function simulateFinish(
  curve: PlanCurve,
  history: readonly HistoryPoint[],
  earnedBp: number,
  calendar?: WorkCalendar,
): FinishBand | null {
  const last = history.at(-1);
  if (!last || curve.length < 2 || earnedBp >= 10_000) return null;
  const plan = curve.map((point) => point.plannedBp);
  const toEs = (bp: number): number => computeEarnedSchedule(plan, bp, 10_000);
  const stretches = toStretches(history, toEs, (date) => toPeriod(curve, date, calendar));
  if (stretches.length < fewestStretches) return null;
  const left = findPlannedDuration(plan, 10_000) - toEs(earnedBp);
  const now = toPeriod(curve, last.date, calendar);
  const random = createRandom(seedOf(history));
  const lengths = Float64Array.from({ length: runs }, () => runOnce(stretches, left, random)).sort();
  const at = (share: number): number => lengths[Math.ceil(share * runs) - 1] ?? Infinity;
  if (at(0.9) > longestPeriods) return null;
  const toDay = (share: number): string => toDateOfPeriod(curve, now + at(share), calendar);
  return { p10: toDay(0.1), p50: toDay(0.5), p90: toDay(0.9), runs, drawnFrom: stretches.length };
}

function toStretches(
  history: readonly HistoryPoint[],
  toEs: (bp: number) => number,
  toPlace: (date: string) => number,
): Stretch[] {
  return history.slice(1).flatMap((point, index) => {
    const before = history[index];
    if (!before) return [];
    const time = toPlace(point.date) - toPlace(before.date);
    return time > 0 ? [{ earned: toEs(point.percentBp) - toEs(before.percentBp), time }] : [];
  });
}

/** Periods until `left` is earned; the last stretch counts by the part of it that was needed. */
function runOnce(stretches: readonly Stretch[], left: number, random: () => number): number {
  let [earned, time] = [0, 0];
  while (time <= longestPeriods) {
    const stretch = stretches[Math.floor(random() * stretches.length)] ?? { earned: 0, time: 1 };
    if (stretch.earned > 0 && earned + stretch.earned >= left) {
      return time + stretch.time * ((left - earned) / stretch.earned);
    }
    earned += stretch.earned;
    time += stretch.time;
  }
  return Infinity;
}

/** FNV-1a over the days and the percents. */
function seedOf(history: readonly HistoryPoint[]): number {
  let hash = 0x811c9dc5;
  for (const character of history.map((point) => `${point.date}=${point.percentBp};`).join('')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}

/** Mulberry32: small, even enough for drawing stretches, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
