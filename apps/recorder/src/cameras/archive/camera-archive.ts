import { join } from 'node:path';
import type {
  ArchiveDay,
  ArchiveMonth,
  ArchiveRules,
  CameraState,
  CoverageView,
  OutageCause,
} from '@sitecast/contract';
import { cutSpans, joinSpans, type Span } from '@sitecast/hls';
import { listDates, toDaySpan, toLocalDate } from '../../platform/local-day.ts';
import type { Logger } from '../../platform/log.ts';
import { createCauseLog } from '../../storage/archive/cause-log.ts';
import { createHourLog } from '../../storage/archive/hour-log.ts';
import { createLateHours } from '../../storage/archive/late-hours.ts';
import { createPinStore, type PinStore } from '../../storage/archive/pin-store.ts';
import { hourMs } from '../../storage/footage/footage-path.ts';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import { toRecordedSpan } from '../../storage/footage/recorded-spans.ts';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import type { OwedNote } from '../intake/owed-note.ts';
import { toBackFill } from './back-fill-view.ts';
import { measureJob, toCoverageView, toDayView, toMonthView, type ArchiveState } from './archive-views.ts';
import { createCauseJournal } from './cause-journal.ts';
import { createRecordedTime } from './recorded-time.ts';
import { createSheetDesk } from './sheet-desk.ts';
import { listMonth, pickDay, pickMonth } from './sheet-pick.ts';
import { createStillThinning } from './still-thinning.ts';
import type { WorkQueue } from './work-queue.ts';

export interface CameraArchive {
  readonly pins: PinStore;
  open(aliveMs: number | null): Promise<void>;
  /** Notes why nothing is recorded; called about once a second. */
  note(state: CameraState, hasRoom: boolean, nowMs: number): void;
  /** Footage that began then was filled in. */
  reopen(startMs: number): Promise<void>;
  /** Puts by what closed hours held and thins old stills; called before footage is removed. */
  keepHouse(nowMs: number): Promise<void>;
  readCoverage(from: string, to: string, nowMs: number): Promise<CoverageView>;
  readMonth(month: string, nowMs: number): Promise<ArchiveMonth>;
  readDay(date: string, nowMs: number): Promise<ArchiveDay>;
  /** A sheet by its name, drawn where nobody asked for it yet; null: that is not what is on that day's sheet now. */
  findSheet(name: string, nowMs: number): Promise<Buffer | null>;
  /** Whether everyone may play footage that begins then. */
  isPublic(startMs: number, nowMs: number): boolean;
  close(): Promise<void>;
}

/** A playlist that was asked for at the edge of the depth is played to its end. */
const publicGraceMs = 180_000;

/** What a camera keeps of its past, and what may be said of it. */
export function createCameraArchive(
  camera: string,
  folder: string,
  deps: {
    rules: () => ArchiveRules;
    footage: FootageReader;
    /** All of them, to thin; and those that may be shown. */
    kept: StillArchive;
    stills: StillArchive;
    /** How the public sees a still: changes with its pixels. */
    describe: (atMs: number) => string;
    /** What of the footage may be shown to whom it is open. */
    playable: Pick<FootageReader, 'listHour'>;
    /** What it means that nothing comes. */
    silence?: OutageCause;
    /** What a recorder at the site has still to send, and what of it is not masked yet. */
    backFill?: { owed: OwedNote; listUnmasked: () => Span[] };
    ffmpegPath: string;
    queue: WorkQueue;
    log: Logger;
  },
): CameraArchive {
  const { footage, stills } = deps;
  const recordedTime = createRecordedTime(createHourLog(folder), createLateHours(join(folder, 'late-hours')), footage);
  const causes = createCauseJournal(createCauseLog(folder), deps.log, deps.silence);
  const pins = createPinStore(folder);
  const thinning = createStillThinning(deps.kept);

  const readState = async (nowMs: number): Promise<ArchiveState> => ({
    camera,
    rules: deps.rules(),
    recorded: await recordedTime.listSpans(nowMs),
    causes: causes.changes,
    nowMs,
    describe: deps.describe,
  });

  const zone = () => deps.rules().working.zone;
  const sheets = createSheetDesk(join(folder, 'sheets'), { ...deps, zone });
  const listTimes = (span: Span) => stills.listRange(span.fromMs, span.toMs);
  const toSpan = (from: string, to: string): Span => ({
    fromMs: toDaySpan(zone(), from).fromMs,
    toMs: toDaySpan(zone(), to).toMs,
  });

  /** Stills of each day of a range; both are in order of time. A busy month has 40,000, so no clock is asked for each. */
  const countStills = (dates: readonly string[], times: readonly number[]): Map<string, number> => {
    let index = 0;
    return new Map(
      dates.map((date) => {
        const { toMs } = toDaySpan(zone(), date);
        const before = index;
        while (index < times.length && (times[index] ?? 0) < toMs) index += 1;
        return [date, index - before];
      }),
    );
  };

  /** What of a day can be played still. */
  const listKept = async (day: Span, nowMs: number): Promise<Span[]> => {
    const kept: Span[] = [];
    for (let hour = day.fromMs - (day.fromMs % hourMs) - hourMs; hour < Math.min(day.toMs, nowMs); hour += hourMs) {
      kept.push(...(await deps.playable.listHour(hour)).map(toRecordedSpan));
    }
    return cutSpans(joinSpans(kept, 500), day);
  };

  /** First and last local day that hold anything. */
  const findDays = (state: ArchiveState): { firstDay: string | null; lastDay: string | null } => {
    const days = stills.listDays();
    const first = Math.min(state.recorded[0]?.fromMs ?? Infinity, Date.parse(days[0]?.first ?? '') || Infinity);
    const last = Math.max(state.recorded.at(-1)?.toMs ?? 0, Date.parse(days.at(-1)?.last ?? '') || 0);
    if (!Number.isFinite(first)) return { firstDay: null, lastDay: null };
    return { firstDay: toLocalDate(zone(), first), lastDay: toLocalDate(zone(), last) };
  };

  return {
    pins,
    async open(aliveMs) {
      await Promise.all([recordedTime.open(), causes.open(aliveMs), pins.start()]);
    },
    note: (state, hasRoom, nowMs) => causes.note(state, hasRoom, nowMs),
    reopen: (startMs) => recordedTime.reopen(startMs),
    async keepHouse(nowMs) {
      await recordedTime.closeHours(nowMs);
      await thinning.work(deps.rules(), pins.list(), nowMs);
      await sheets.drawClosed(nowMs);
    },
    async readCoverage(from, to, nowMs) {
      const state = await readState(nowMs);
      return toCoverageView(state, from, to, countStills(listDates(from, to), await listTimes(toSpan(from, to))));
    },
    async readMonth(name, nowMs) {
      const state = await readState(nowMs);
      const dates = listMonth(name);
      const times = await listTimes(toSpan(dates[0] ?? name, dates.at(-1) ?? name));
      const { firstDay, lastDay } = findDays(state);
      const from = state.causes[0] ?? state.recorded[0];
      const coverage = measureJob(
        state,
        toLocalDate(zone(), from ? ('atMs' in from ? from.atMs : from.fromMs) : nowMs),
        toLocalDate(zone(), nowMs),
      );
      const pick = pickMonth(name, zone(), times, nowMs);
      const month = { name, dates, pick, stills: countStills(dates, times) };
      return toMonthView(state, month, { firstDay, lastDay, coverage });
    },
    async readDay(date, nowMs) {
      const state = await readState(nowMs);
      const day = toDaySpan(zone(), date);
      const times = await listTimes(day);
      const pick = pickDay(date, day, times, nowMs);
      const kept = await listKept(day, nowMs);
      const backFill = deps.backFill
        ? toBackFill(state.recorded, day, deps.backFill.owed, deps.backFill.listUnmasked())
        : null;
      return toDayView(state, date, { pick, times, kept, backFill, pins: pins.list() });
    },
    findSheet: (name, nowMs) => sheets.find(name, nowMs),
    isPublic(startMs, nowMs) {
      const { publicMinutes } = deps.rules();
      if (startMs >= nowMs - publicMinutes * 60_000 - publicGraceMs) return true;
      return pins
        .list()
        .some((pin) => pin.isPublic && startMs < Date.parse(pin.to) && startMs > Date.parse(pin.from) - 20_000);
    },
    close: () => causes.close(),
  };
}
