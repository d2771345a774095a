import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Refusal, type TimeLapseList, type TimeLapseSettings } from '@sitecast/contract';
import { framesPerSecond } from './encode-pieces.ts';
import { joinPieces } from './join-pieces.ts';
import { createMadeStore, type MadeFile } from './made-store.ts';
import { isWithin, listStandingPeriods, parsePeriod, type Period } from './period.ts';
import { createPieceMaker, type PieceMaker, type StillSource } from './piece-maker.ts';
import { createPieceStore, type PieceNote } from './piece-store.ts';
import { createSettingsFile } from './settings-file.ts';
import { createSiteDays, type SiteDays } from './site-days.ts';

export interface TimeLapse {
  /** Reads what was made and what it was told. */
  start(): Promise<void>;
  readonly settings: TimeLapseSettings | null;
  /** Keeps what is told, before it answers; the same again changes nothing. */
  configure(settings: TimeLapseSettings): Promise<void>;
  /**
   * Puts a period in the queue before what nobody asked for. `false` where it has no still, or nothing was told yet.
   * Throws Refusal where too many wait.
   */
  ask(period: string): boolean;
  /** What is ready, what waits, what is being made. */
  list(): TimeLapseList;
  /** Where a finished file lies; null where there never was one. */
  findFile(period: string, version: string, file: MadeFile): string | null;
  /** Does the next thing there is to do. `false` where there is none. */
  work(signal: AbortSignal): Promise<boolean>;
}

interface Kit {
  days: SiteDays;
  maker: PieceMaker;
}

type Mark = TimeLapseSettings['marks'][number];

type Piece = { key: string; file: string; note: PieceNote };

/** Less than this is no film: half a second. */
const leastFrames = 15;
const mostAsked = 20;
const spacingMs = 900_000;
const versionForm = /^[0-9a-f]{12}$/;

/** The time-lapses of one camera: pieces made once, joined without encoding (media.md §5). */
export function createTimeLapse(deps: {
  /** Of this camera alone. */
  folder: string;
  ffmpeg: string;
  stills: StillSource;
  /** Changes when any still may be shown otherwise than before: no film is shown until it was looked at again. */
  publicState: () => string;
  nowMs: () => number;
}): TimeLapse {
  const store = createPieceStore(join(deps.folder, 'pieces'));
  const made = createMadeStore(join(deps.folder, 'made'));
  const file = createSettingsFile(join(deps.folder, 'settings.json'));
  const asked = new Map<string, Period>();
  /** Standing periods that were looked at: what was true then, and when. */
  const settled = new Map<string, { description: string; publicState: string; atMs: number }>();
  let kit: Kit | null = null;
  let making: { period: string; progress: number } | null = null;

  const prepare = (): void => {
    if (!file.settings) return;
    const days = createSiteDays(file.settings.place);
    kit = { days, maker: createPieceMaker({ ...deps, store, days }) };
    settled.clear();
  };

  const listDates = (period: Period, { days, maker }: Kit, settings: TimeLapseSettings): string[] =>
    maker.listDates().filter((date) => isWithin(period, date) && isShown(period, date, days, settings));

  /** What a period depends on: the hour for the running day, else the day, and the stills there are. */
  const describe = (period: Period): string => {
    const unit = period.pace === 'day' ? 3_600_000 : 86_400_000;
    const counts = deps.stills.listDays().map(({ date, count }) => `${date}:${count}`);
    return `${deps.publicState()} ${Math.floor(deps.nowMs() / unit)} ${period.pace === 'day' ? '' : counts.slice(0, -1).join(' ')}`;
  };

  /** Something changed, and not just now: while the past is filled in, each still would have all of it joined again. */
  const isDue = (period: Period): boolean => {
    const last = settled.get(period.name);
    if (!last || last.publicState !== deps.publicState()) return true;
    return last.description !== describe(period) && deps.nowMs() - last.atMs >= spacingMs;
  };

  const findNext = (settings: TimeLapseSettings, current: Kit): Period | null => {
    const [first] = asked.values();
    if (first) return first;
    const standing = listStandingPeriods(deps.nowMs(), current.days);
    const hidden = made.list().flatMap((one) => (one.publicState === deps.publicState() ? [] : [one.period]));
    return (
      [...standing, ...hidden.flatMap((name) => parsePeriod(name) ?? [])].find(
        (period) =>
          isDue(period) && (made.find(period.name) !== null || listDates(period, current, settings).length > 0),
      ) ?? null
    );
  };

  const joinPeriod = async (
    period: Period,
    pieces: readonly Piece[],
    settings: TimeLapseSettings,
    publicState: string,
    signal: AbortSignal,
  ): Promise<void> => {
    const instants = pieces.flatMap(({ note }) => note.frames);
    const [first] = instants;
    const last = instants.at(-1);
    if (instants.length < leastFrames || first === undefined || last === undefined) {
      // What it was made of may not be shown any more.
      return made.remove(period.name);
    }
    const version = toVersion(pieces, settings);
    if (made.find(period.name)?.version === version) return made.confirm(period.name, publicState);
    const chapters = placeMarks(settings.marks, instants);
    const work = await store.openWorkFolder();
    const order = { files: pieces.map((piece) => piece.file), frames: instants.length, chapters };
    const title = settings.title;
    await joinPieces(deps.ffmpeg, { ...order, title, credit: settings.credit }, work, signal);
    await made.keep(
      {
        period: period.name,
        version,
        publicState,
        frames: instants.length,
        durationS: instants.length / framesPerSecond,
        from: new Date(first).toISOString(),
        to: new Date(last).toISOString(),
        madeAt: new Date(deps.nowMs()).toISOString(),
        chapters: chapters.map(({ frame, at, title: text, ref }) => ({
          atS: frame / framesPerSecond,
          instant: at,
          title: text,
          ref,
        })),
      },
      work,
    );
  };

  return {
    async start() {
      await made.start();
      await file.start();
      prepare();
    },
    get settings() {
      return file.settings;
    },
    async configure(settings) {
      if (await file.write(settings)) prepare();
    },
    ask(name) {
      const period = parsePeriod(name);
      const { settings } = file;
      if (!period || !kit || !settings || listDates(period, kit, settings).length === 0) return false;
      if (asked.has(name)) return true;
      if (asked.size >= mostAsked) throw new Refusal('request.rate');
      asked.set(name, period);
      return true;
    },
    list: () => ({
      ready: made.list().flatMap(({ publicState, ...one }) => (publicState === deps.publicState() ? [one] : [])),
      making,
      waiting: [...asked.keys()].filter((name) => name !== making?.period),
    }),
    findFile(period, version, name) {
      const one = made.find(period);
      if (!versionForm.test(version) || one?.publicState !== deps.publicState()) return null;
      return made.toPath(period, version, name);
    },
    async work(signal) {
      const { settings } = file;
      const current = kit;
      const period = settings && current && findNext(settings, current);
      if (!settings || !current || !period) return false;
      const description = describe(period);
      const publicState = deps.publicState();
      making = { period: period.name, progress: 0 };
      try {
        const dates = listDates(period, current, settings);
        await current.maker.make(
          period.pace,
          dates,
          (progress) => (making = { period: period.name, progress }),
          signal,
        );
        await joinPeriod(period, await current.maker.list(period.pace, dates), settings, publicState, signal);
      } finally {
        making = null;
        asked.delete(period.name);
        // What failed is not tried again until something changed: one broken still must not keep a core busy.
        settled.set(period.name, { description, publicState, atMs: deps.nowMs() });
      }
      return true;
    },
  };
}

/** A single day shows whatever day it is; longer stretches may leave out the days on which nobody works. */
function isShown(period: Period, date: string, days: SiteDays, { rest }: TimeLapseSettings): boolean {
  if (period.pace === 'day') return true;
  return !rest.weekdays.includes(days.toWeekday(date)) && !rest.dates.includes(date);
}

/** Chapters at the first frame of or after each mark; what lies outside has none, and of two on one frame the later counts. */
function placeMarks(marks: readonly Mark[], instants: readonly number[]): ({ frame: number } & Mark)[] {
  const first = instants[0] ?? 0;
  const placed = marks.flatMap((mark) => {
    const atMs = Date.parse(mark.at);
    const frame = atMs < first ? -1 : instants.findIndex((instant) => instant >= atMs);
    return frame < 0 ? [] : [{ frame, ...mark }];
  });
  return [...new Map(placed.map((one) => [one.frame, one])).values()].sort((one, other) => one.frame - other.frame);
}

function toVersion(pieces: readonly Piece[], settings: TimeLapseSettings): string {
  const content = [pieces.map(({ key, note }) => [key, note.content]), settings.marks, settings.title, settings.credit];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}
