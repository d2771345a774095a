import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Refusal, type TimeLapseList, type TimeLapseSettings } from '@sitecast/contract';
import { toWeekday } from '../platform/local-day.ts';
import { framesPerSecond } from './encode-pieces.ts';
import { openFilm, type Film, type FilmName, type FilePart, type OpenFilm } from './film.ts';
import { createMadeStore } from './made-store.ts';
import { isWithin, listStandingPeriods, parsePeriod, type Period } from './period.ts';
import { createPieceMaker, type MadePiece, type PieceMaker, type StillSource } from './piece-maker.ts';
import { createPieceStore } from './piece-store.ts';
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
  /** What a file of a film is made of, in order; `version` null: of whichever is shown or was. null: there is none. */
  findFile(period: string, version: string | null, name: FilmName): Promise<FilePart[] | null>;
  /** Does the next thing there is to do. `false` where there is none. */
  work(signal: AbortSignal): Promise<boolean>;
}

interface Kit {
  days: SiteDays;
  maker: PieceMaker;
}

type Mark = TimeLapseSettings['marks'][number];

/** Less than this is no film: half a second. */
const leastFrames = 15;
const mostAsked = 20;
const spacingMs = 900_000;
const firstSpacingMs = 60_000;

/** Films kept open: their tables are some hundred kB each. */
const mostOpen = 4;

/** The time-lapses of one camera: pieces made once, and films that are lists of them. */
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
  const opened = new Map<string, OpenFilm>();
  let kit: Kit | null = null;
  let making: { period: string; progress: number } | null = null;

  const prepare = (): void => {
    if (!file.settings) return;
    const days = createSiteDays(file.settings.place);
    kit = { days, maker: createPieceMaker({ ...deps, store, days }) };
    settled.clear();
  };

  const listDates = (period: Period, { maker }: Kit, settings: TimeLapseSettings): string[] =>
    maker.listDates().filter((date) => isWithin(period, date) && isShown(period, date, settings));

  /**
   * What a period depends on: the hour for a day, else the day, where it may still go on; and the stills of its days. Those
   * of the newest day are left out, as there are more each minute.
   */
  const describe = (period: Period, goesOn: boolean): string => {
    const unit = period.pace === 'day' ? 3_600_000 : 86_400_000;
    const counts = deps.stills
      .listDays()
      .slice(0, -1)
      .flatMap(({ date, count }) => (touches(period, date) ? [`${date}:${count}`] : []));
    return `${deps.publicState()} ${goesOn ? Math.floor(deps.nowMs() / unit) : ''} ${counts.join(' ')}`;
  };

  /** Something changed, and not just now: while the past is filled in, each still would have all of it joined again. */
  const isDue = (period: Period, goesOn: boolean): boolean => {
    const last = settled.get(period.name);
    if (!last || last.publicState !== deps.publicState()) return true;
    // Where there is no film yet, somebody may be waiting for one.
    const restMs = made.find(period.name) ? spacingMs : firstSpacingMs;
    return last.description !== describe(period, goesOn) && deps.nowMs() - last.atMs >= restMs;
  };

  const findNext = (settings: TimeLapseSettings, current: Kit): Period | null => {
    const [first] = asked.values();
    if (first) return first;
    const standing = listStandingPeriods(deps.nowMs(), current.days);
    const names = new Set(standing.map(({ name }) => name));
    const due = standing.find(
      (period) =>
        isDue(period, true) && (made.find(period.name) !== null || listDates(period, current, settings).length > 0),
    );
    if (due) return due;
    // What somebody once asked for: stills that come late belong in it too.
    const others = made.list().flatMap(({ period }) => (names.has(period) ? [] : (parsePeriod(period) ?? [])));
    return others.find((period) => isDue(period, false)) ?? null;
  };

  const joinPeriod = async (
    period: Period,
    pieces: readonly MadePiece[],
    settings: TimeLapseSettings,
    publicState: string,
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
    const film: Film = {
      title: settings.title,
      credit: settings.credit,
      chapters: chapters.map(({ frame, title }) => ({ frame, title })),
      pieces: pieces.map((piece) => piece.film),
    };
    const { videoBytes } = openFilm(film, (name) => store.toPath(period.pace, name));
    await made.keep(
      {
        period: period.name,
        version,
        publicState,
        bytes: videoBytes,
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
      film,
    );
  };

  /** Files of pieces that were made anew go when nobody can be watching them. */
  const tidy = async (period: Period): Promise<void> => {
    const one = made.find(period.name);
    const versions = one ? [one.version, one.previous].filter((name) => name !== null) : [];
    const films = await Promise.all(versions.map((version) => made.read(period.name, version)));
    const inUse = new Set(films.flatMap((film) => (film ? film.pieces.map(({ file: name }) => name) : [])));
    await store.removeUnused(period.pace, (key) => isWithin(period, key.slice(0, 10)), inUse);
  };

  const open = async (period: Period, version: string): Promise<OpenFilm | null> => {
    const known = opened.get(`${period.name} ${version}`);
    if (known) return known;
    const film = await made.read(period.name, version);
    if (!film) return null;
    const one = openFilm(film, (name) => store.toPath(period.pace, name));
    opened.set(`${period.name} ${version}`, one);
    const [oldest] = opened.keys();
    if (opened.size > mostOpen && oldest !== undefined) opened.delete(oldest);
    return one;
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
    async findFile(name, version, fileName) {
      const period = parsePeriod(name);
      const one = made.find(name);
      if (!period || one?.publicState !== deps.publicState()) return null;
      const shown = [one.version, one.previous].filter((each) => each !== null);
      for (const each of version === null ? shown : shown.filter((known) => known === version)) {
        const found = (await open(period, each))?.find(fileName) ?? null;
        if (found) return found;
      }
      return null;
    },
    async work(signal) {
      const { settings } = file;
      const current = kit;
      const period = settings && current && findNext(settings, current);
      if (!settings || !current || !period) return false;
      const isStanding = listStandingPeriods(deps.nowMs(), current.days).some(({ name }) => name === period.name);
      const description = describe(period, isStanding);
      const publicState = deps.publicState();
      const versionBefore = made.find(period.name)?.version;
      making = { period: period.name, progress: 0 };
      try {
        const dates = listDates(period, current, settings);
        await current.maker.make(
          period.pace,
          dates,
          (progress) => (making = { period: period.name, progress }),
          signal,
        );
        await joinPeriod(period, await current.maker.list(period.pace, dates), settings, publicState);
        if (made.find(period.name)?.version !== versionBefore) await tidy(period);
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
function isShown(period: Period, date: string, { rest }: TimeLapseSettings): boolean {
  if (period.pace === 'day') return true;
  return !rest.weekdays.includes(toWeekday(date)) && !rest.dates.includes(date);
}

/** Whether stills of a UTC day may be of a period of the site's days: those of the day before and after may. */
function touches(period: Period, date: string): boolean {
  const atMs = Date.parse(date);
  return [-86_400_000, 0, 86_400_000].some((shiftMs) =>
    isWithin(period, new Date(atMs + shiftMs).toISOString().slice(0, 10)),
  );
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

function toVersion(pieces: readonly MadePiece[], settings: TimeLapseSettings): string {
  const content = [pieces.map(({ key, note }) => [key, note.content]), settings.marks, settings.title, settings.credit];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}
