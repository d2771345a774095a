import type { OwedReport } from '@sitecast/contract';
import type { Span } from '@sitecast/hls';

/** What a recorder at a site last said that it still has to send of a camera. Forgotten at a restart: it says so again at once. */
export interface OwedNote {
  take(report: OwedReport): void;
  /** null: it never said anything. */
  readonly heardMs: number | null;
  readonly owed: readonly Span[];
  /** When the last of it will be here; null: nobody can say, or the site is not heard now. */
  readonly expectedMs: number | null;
}

/** It says so every ten seconds while it owes something; its line is down where it does not. */
const heardLatelyMs = 45_000;

export function createOwedNote(nowMs: () => number): OwedNote {
  let last: { report: OwedReport; atMs: number } | null = null;
  return {
    take(report) {
      last = { report, atMs: nowMs() };
    },
    get heardMs() {
      return last?.atMs ?? null;
    },
    get owed() {
      return last?.report.footage.filter(({ fromMs, toMs }) => fromMs < toMs) ?? [];
    },
    get expectedMs() {
      const remainingMs = last?.report.remainingMs ?? null;
      return last === null || remainingMs === null || nowMs() - last.atMs > heardLatelyMs
        ? null
        : last.atMs + remainingMs;
    },
  };
}
