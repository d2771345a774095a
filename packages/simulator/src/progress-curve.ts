import type { ProgressView } from '@sitecast/contract';

/** The first stone; before it there is nothing to see. */
export const firstStoneMs = Date.parse('2025-09-12T00:00:00+05:00');
const dayMs = 86_400_000;

type PublicProgress = Pick<ProgressView, 'percentBp' | 'dataDate'> & {
  curve: readonly Pick<ProgressView['curve'][number], 'date' | 'earnedBp'>[];
};

export type ProgressCurve = { percentNow: number; percentAt: (atMs: number) => number };

/** Percent of the whole (0–100) over time: straight between the public curve's points, the last one kept after it. */
export function toProgressCurve(progress: PublicProgress): ProgressCurve {
  const percentNow = (progress.percentBp ?? 0) / 100;
  const points = progress.curve
    .filter((point) => point.earnedBp !== null)
    .map((point) => ({ atMs: toDayEnd(point.date), percent: (point.earnedBp ?? 0) / 100 }));
  if (progress.dataDate !== null) points.push({ atMs: toDayEnd(progress.dataDate), percent: percentNow });
  points.push({ atMs: firstStoneMs, percent: 0 });
  points.sort((left, right) => left.atMs - right.atMs);

  function percentAt(atMs: number): number {
    let before = { atMs: firstStoneMs, percent: 0 };
    for (const point of points) {
      if (point.atMs > atMs) {
        const share = (atMs - before.atMs) / (point.atMs - before.atMs || 1);
        return Math.max(0, before.percent + (point.percent - before.percent) * Math.max(0, share));
      }
      before = point;
    }
    return before.percent;
  }

  return { percentNow, percentAt };
}

/** The end of a day at the site. */
function toDayEnd(date: string): number {
  return Date.parse(`${date}T00:00:00+05:00`) + dayMs;
}
