import type { TimedFragment } from '@sitecast/hls';

/** Dates fragments by when the first frame of their run was taken. */
export interface FrameDate {
  /** A run begins. */
  begin(timescale: number): void;
  /** When a fragment ended; null where `beganAtMs` is not known. */
  date(fragment: Pick<TimedFragment, 'decodeTicks' | 'durationTicks'>, beganAtMs: number | null): number | null;
}

export function createFrameDate(): FrameDate {
  let ticksPerMs = 1;
  let firstTicks: number | null = null;
  return {
    begin(timescale) {
      ticksPerMs = timescale / 1_000;
      firstTicks = null;
    },
    date({ decodeTicks, durationTicks }, beganAtMs) {
      firstTicks ??= decodeTicks;
      return beganAtMs === null ? null : beganAtMs + (decodeTicks + durationTicks - firstTicks) / ticksPerMs;
    },
  };
}
