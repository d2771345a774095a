import type { CorrectionReason } from '@sitecast/contract';
import { addDays, countDays } from './local-date.ts';

/** What was published for one data date; later posts for the same date have already superseded earlier ones. */
export interface HistoryPoint {
  date: string;
  percentBp: number;
  correctedFromBp: number | null;
  correctionReason: CorrectionReason | null;
  /** The baseline revision that moved the percent, where no post did. */
  rebaselined?: number;
}

/** Earned basis points at the end of a day, linear by day between two data dates; null before the first one. */
export function readEarnedBp(history: readonly HistoryPoint[], date: string): number | null {
  let before: HistoryPoint | undefined;
  for (const point of history) {
    if (point.date > date) return before ? interpolate(before, point, date) : null;
    before = point;
  }
  return before?.percentBp ?? null;
}

/**
 * Basis points earned in the `days` before the data date. Linear by day inside the interval that the window cuts, so
 * a project that reports each quarter does not seem to win a quarter's work in a month. null where history is shorter.
 */
export function measureMomentumBp(history: readonly HistoryPoint[], dataDate: string, days = 30): number | null {
  const now = readEarnedBp(history, dataDate);
  const then = readEarnedBp(history, addDays(dataDate, -days));
  return now === null || then === null ? null : Math.round(now - then);
}

function interpolate(from: HistoryPoint, to: HistoryPoint, date: string): number {
  const ratio = countDays(from.date, date) / countDays(from.date, to.date);
  return from.percentBp + (to.percentBp - from.percentBp) * ratio;
}
