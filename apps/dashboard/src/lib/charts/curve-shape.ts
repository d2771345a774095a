import type { CorrectionReason, FuzzyDate, MilestoneView, ProgressView } from '@sitecast/contract';

export interface CurvePlace {
  /** Noon UTC of the local date, so that no zone moves it to another day. */
  atMs: number;
  bp: number;
}

export interface Correction {
  atMs: number;
  date: string;
  fromBp: number;
  toBp: number;
  reason: CorrectionReason | null;
}

export interface MilestonePlace {
  milestone: MilestoneView;
  atMs: number;
  /** As wide as the date is fuzzy. */
  fromMs: number;
  toMs: number;
}

/** The curve as it is drawn, by the SVG of the server and by the chart of the browser alike. */
export interface CurveShape {
  fromMs: number;
  toMs: number;
  planned: CurvePlace[];
  /** Runs of entries without a missing period between them. */
  actual: CurvePlace[][];
  /** From the last entry before a missing period to the first one after: drawn as missing, never as progress. */
  gaps: [CurvePlace, CurvePlace][];
  forecast: CurvePlace[];
  corrections: Correction[];
  milestones: MilestonePlace[];
  dataDateMs: number | null;
  last: CurvePlace | null;
}

const dayMs = 86_400_000;
/** Entries come by the month; more than this between two of them means that one is missing. */
const missingAfterMs = 46 * dayMs;

/** Noon UTC of a local date, `2026-10-31` → epoch ms. */
export const toDayMs = (date: string): number => Date.parse(`${date}T12:00:00.000Z`);

/** What to draw: planned to its end, actual to the data date and not beyond, forecast from there. */
export function toCurveShape(progress: ProgressView, milestones: readonly MilestoneView[] = []): CurveShape {
  const { curve, dataDate } = progress;
  const dataDateMs = dataDate === null ? null : toDayMs(dataDate);
  const planned = toPlaces(curve, (point) => point.plannedBp);
  const posted = toPlaces(curve, (point) => point.earnedBp).filter(
    (place) => dataDateMs !== null && place.atMs <= dataDateMs,
  );
  const { runs, gaps } = splitRuns(posted);
  const last = posted.at(-1) ?? null;
  const expected = toPlaces(curve, (point) => point.forecastBp).filter(
    (place) => last === null || place.atMs > last.atMs,
  );
  const forecast = last && expected.length > 0 ? [last, ...expected] : expected;
  const places = milestones.flatMap(toMilestonePlace);
  const instants = [...planned, ...posted, ...forecast].map((place) => place.atMs);
  const all = [...instants, ...places.flatMap((place) => [place.fromMs, place.toMs])];
  if (dataDateMs !== null) all.push(dataDateMs);
  return {
    fromMs: all.reduce((min, ms) => Math.min(min, ms), Infinity),
    toMs: all.reduce((max, ms) => Math.max(max, ms), -Infinity),
    planned,
    actual: runs,
    gaps,
    forecast,
    corrections: toCorrections(progress),
    milestones: places,
    dataDateMs,
    last,
  };
}

/** Where an instant stands on the curve's time axis, 0–100: the milestone rail uses the same. */
export function toAxisPercent(shape: Pick<CurveShape, 'fromMs' | 'toMs'>, atMs: number): number {
  const span = shape.toMs - shape.fromMs;
  return span > 0 ? ((atMs - shape.fromMs) / span) * 100 : 0;
}

/** The first days of the quarters within the axis. */
export function toQuarters({ fromMs, toMs }: Pick<CurveShape, 'fromMs' | 'toMs'>): { atMs: number; date: string }[] {
  const quarters: { atMs: number; date: string }[] = [];
  if (!(toMs > fromMs)) return quarters;
  const year = new Date(fromMs).getUTCFullYear();
  for (let index = 0; quarters.length < 200; index += 1) {
    const date = new Date(Date.UTC(year, index * 3, 1)).toISOString().slice(0, 10);
    const atMs = toDayMs(date);
    if (atMs > toMs) return quarters;
    if (atMs >= fromMs) quarters.push({ atMs, date });
  }
  return quarters;
}

function toPlaces(
  curve: ProgressView['curve'],
  read: (point: ProgressView['curve'][number]) => number | null,
): CurvePlace[] {
  return curve.flatMap((point) => {
    const bp = read(point);
    return bp === null ? [] : [{ atMs: toDayMs(point.date), bp }];
  });
}

function splitRuns(posted: CurvePlace[]): Pick<CurveShape, 'gaps'> & { runs: CurvePlace[][] } {
  const runs: CurvePlace[][] = [];
  const gaps: [CurvePlace, CurvePlace][] = [];
  for (const place of posted) {
    const before = runs.at(-1)?.at(-1);
    if (before && place.atMs - before.atMs <= missingAfterMs) runs.at(-1)?.push(place);
    else {
      if (before) gaps.push([before, place]);
      runs.push([place]);
    }
  }
  return { runs, gaps };
}

function toCorrections({ curve }: ProgressView): Correction[] {
  return curve.flatMap(({ date, earnedBp, correctedFromBp, correctionReason }) =>
    correctedFromBp === null || earnedBp === null
      ? []
      : [{ atMs: toDayMs(date), date, fromBp: correctedFromBp, toBp: earnedBp, reason: correctionReason }],
  );
}

function toMilestonePlace(milestone: MilestoneView): MilestonePlace[] {
  const day: FuzzyDate | null =
    milestone.actual === null ? null : { from: milestone.actual, to: milestone.actual, precision: 'day' };
  const date = day ?? milestone.forecast ?? milestone.baseline;
  if (date === null || milestone.state === 'cancelled') return [];
  const fromMs = toDayMs(date.from);
  const toMs = toDayMs(date.to);
  return [{ milestone, fromMs, toMs, atMs: (fromMs + toMs) / 2 }];
}
