import type {
  ArchiveDay,
  ArchiveDayLine,
  ArchiveMonth,
  ArchiveRules,
  BackFill,
  Coverage,
  CoverageView,
  Pin,
  Sheet,
} from '@sitecast/contract';
import { cutSpans, sumSpans, type Span } from '@sitecast/hls';
import { tileSize } from '../../ffmpeg/sheet.ts';
import type { CauseChange } from '../../storage/archive/cause-log.ts';
import { addCoverage, measureCoverage, noCoverage } from './coverage.ts';
import { explainGaps } from './outage.ts';
import { toSheetName, type SheetPick } from './sheet-pick.ts';
import { listDates, toDaySpan, toWorkingSpan } from '../../platform/local-day.ts';

/** What is known of a camera's past when it is asked. */
export interface ArchiveState {
  camera: string;
  rules: ArchiveRules;
  recorded: readonly Span[];
  causes: readonly CauseChange[];
  nowMs: number;
  /** How the public sees a still. */
  describe: (atMs: number) => string;
}

/** Shorter holes than this are in the figures but not in the list: nobody sees them on a day's strip. */
const listedOutageMs = 5_000;
/** What was recorded until a moment ago is not out: its segment is not closed yet. */
const openSegmentMs = 15_000;

const toInstant = (ms: number) => new Date(ms).toISOString();
export const toSpanView = ({ fromMs, toMs }: Span) => ({ from: toInstant(fromMs), to: toInstant(toMs) });

/** Since when the recorder knows the camera; null: it never did. */
function readMeasuredFrom({ recorded, causes }: ArchiveState): number | null {
  const first = Math.min(recorded[0]?.fromMs ?? Infinity, causes[0]?.atMs ?? Infinity);
  return Number.isFinite(first) ? first : null;
}

/** The stretch that can be judged: from when the camera is known to the last segment, or to now where there is none. */
function toMeasured(state: ArchiveState): Span {
  const lastMs = state.recorded.at(-1)?.toMs ?? 0;
  const toMs = state.nowMs - lastMs < openSegmentMs ? Math.min(lastMs, state.nowMs) : state.nowMs;
  return { fromMs: readMeasuredFrom(state) ?? toMs, toMs };
}

function clip(span: Span, bounds: Span): Span {
  return { fromMs: Math.max(span.fromMs, bounds.fromMs), toMs: Math.min(span.toMs, bounds.toMs) };
}

/** Coverage of one local day. */
function measureDay(state: ArchiveState, date: string): Coverage {
  const working = toWorkingSpan(state.rules.working, date);
  return working ? measureCoverage(clip(working, toMeasured(state)), state.recorded, state.causes) : noCoverage;
}

function toDayLine(state: ArchiveState, date: string, stills: number): ArchiveDayLine {
  const day = toDaySpan(state.rules.working.zone, date);
  return {
    date,
    coverage: measureDay(state, date),
    recordedMs: sumSpans(cutSpans(state.recorded, day)),
    stills,
  };
}

function toCoverageOf(state: ArchiveState, total: Coverage) {
  const measuredFrom = readMeasuredFrom(state);
  return {
    camera: state.camera,
    working: state.rules.working,
    measuredFrom: measuredFrom === null ? null : toInstant(measuredFrom),
    measuredTo: toInstant(state.nowMs),
    total,
  };
}

/** Stills of each local day, counted. */
export type CountStills = ReadonlyMap<string, number>;

export function toCoverageView(state: ArchiveState, from: string, to: string, stills: CountStills): CoverageView {
  const days = listDates(from, to).map((date) => toDayLine(state, date, stills.get(date) ?? 0));
  return { ...toCoverageOf(state, addCoverage(days.map(({ coverage }) => coverage))), from, to, days };
}

/** Coverage of all days there were. */
export function measureJob(state: ArchiveState, from: string, to: string): Coverage {
  return addCoverage(listDates(from, to).map((date) => measureDay(state, date)));
}

export function toMonthView(
  state: ArchiveState,
  month: { name: string; dates: readonly string[]; pick: SheetPick; stills: CountStills },
  job: { firstDay: string | null; lastDay: string | null; coverage: Coverage },
): ArchiveMonth {
  const days = month.dates.map((date) => toDayLine(state, date, month.stills.get(date) ?? 0));
  return {
    ...toCoverageOf(state, addCoverage(days.map(({ coverage }) => coverage))),
    month: month.name,
    days,
    sheet: toSheet(state, month.pick),
    firstDay: job.firstDay,
    lastDay: job.lastDay,
    job: job.coverage,
  };
}

export function toDayView(
  state: ArchiveState,
  date: string,
  day: {
    pick: SheetPick;
    times: readonly number[];
    kept: readonly Span[];
    backFill: BackFill | null;
    pins: readonly Pin[];
  },
): ArchiveDay {
  const { working } = state.rules;
  const span = toDaySpan(working.zone, date);
  const gaps = explainGaps(state.recorded, clip(span, toMeasured(state)), state.causes);
  return {
    ...toDayLine(state, date, day.times.length),
    camera: state.camera,
    working,
    ...toSpanView(span),
    kept: day.kept.map(toSpanView),
    publicFrom: toInstant(state.nowMs - state.rules.publicMinutes * 60_000),
    outages: gaps
      .filter(({ fromMs, toMs }) => toMs - fromMs >= listedOutageMs)
      .map((gap) => ({ ...toSpanView(gap), cause: gap.cause })),
    backFill: day.backFill,
    strip: toSheet(state, day.pick),
    stillSeconds: day.times.map((atMs) => Math.round((atMs - span.fromMs) / 1_000)),
    pins: day.pins
      .filter(({ isPublic, from, to }) => isPublic && Date.parse(from) < span.toMs && Date.parse(to) > span.fromMs)
      .map(({ from, to, reason, ref }) => ({ from, to, reason, ref })),
  };
}

function toSheet({ camera, describe }: ArchiveState, pick: SheetPick): Sheet | null {
  if (pick.instants.length === 0) return null;
  return {
    url: `/media/${camera}/sheets/${toSheetName(pick, describe)}.jpg`,
    columns: pick.columns,
    tileWidth: tileSize.width,
    tileHeight: tileSize.height,
    at: pick.instants.map(toInstant),
  };
}
