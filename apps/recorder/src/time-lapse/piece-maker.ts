import { createHash } from 'node:crypto';
import { addDays } from '../platform/local-day.ts';
import { encodePieces, type PictureSize } from './encode-pieces.ts';
import { chooseFrames, leaveOutBlank, toPieceKey, type Pace } from './pace.ts';
import type { PieceNote, PieceStore } from './piece-store.ts';
import { readJpegSize } from './jpeg-size.ts';
import type { SiteDays } from './site-days.ts';

/** The stills a camera has, as far as a time-lapse asks. */
export interface StillSource {
  /** UTC days with their first and last instant, ISO 8601, and how many stills each has. */
  listDays(): { date: string; first: string; last: string; count: number }[];
  /** Instants of a UTC day, ISO 8601, in order. */
  listDay(date: string): Promise<string[]>;
  read(atMs: number): Promise<Buffer | null>;
  /** How a still is shown: a word that changes when its pixels do, as when a mask is drawn over them. */
  describe(atMs: number): string;
  /** Whether what was taken then may be shown at all. */
  isShown(atMs: number): boolean;
}

export interface PieceMaker {
  /**
   * Makes what is missing of the pieces of these site's days and says how far it is, 0 to 1. Days that are closed and
   * whose stills are what they were are not looked at again.
   */
  make(pace: Pace, dates: readonly string[], progress: (share: number) => void, signal: AbortSignal): Promise<void>;
  /** Site's days that have stills, in order. */
  listDates(): string[];
  /** Keys and notes of the pieces of these days, in order; those without a frame, or with a hidden one, are left out. */
  list(pace: Pace, dates: readonly string[]): Promise<MadePiece[]>;
}

export interface MadePiece {
  key: string;
  note: PieceNote;
  film: NonNullable<PieceNote['film']>;
}

interface Wanted {
  key: string;
  /** How many stills there are to choose from. */
  stills: number;
  chosen: number[];
  /** Taken before the stills are read: what changes meanwhile makes the piece stale, not the note wrong. */
  content: string;
}

const contextFrames = 4;
/** One run of the encoder: long enough that starting it does not matter, short enough to be thrown away by a stop. */
const framesPerRun = 120;
const largest: PictureSize = { width: 1_920, height: 1_080 };

/** Makes the pieces of one camera out of its stills. */
export function createPieceMaker(deps: {
  ffmpeg: string;
  store: PieceStore;
  stills: StillSource;
  days: SiteDays;
  /** Changes when any still may be shown otherwise than before. */
  publicState: () => string;
  nowMs: () => number;
}): PieceMaker {
  const { store, stills, days } = deps;
  /** What a day's stills were when its pieces were last found right. */
  const known = new Map<string, string>();
  let knownState = '';
  let size: PictureSize | null = null;

  const toUtcDates = (date: string): string[] => [-1, 0, 1].map((shift) => addDays(date, shift));

  /** How many stills the UTC days of a site's day have: the same as before, and its pieces are what they should be. */
  const createDescriber = (): ((date: string) => string) => {
    const counts = new Map(stills.listDays().map(({ date, count }) => [date, count]));
    return (date) =>
      toUtcDates(date)
        .map((each) => counts.get(each) ?? 0)
        .join(' ');
  };

  const listInstants = async (date: string): Promise<number[]> => {
    const lists = await Promise.all(toUtcDates(date).map((each) => stills.listDay(each)));
    return lists
      .flat()
      .map((instant) => Date.parse(instant))
      .filter((atMs) => days.toDate(atMs) === date);
  };

  const toContent = (chosen: readonly number[]): string =>
    createHash('sha256')
      .update(chosen.map((atMs) => `${atMs} ${stills.describe(atMs)}`).join('\n'))
      .digest('hex');

  /** What a day's pieces should hold. An hour that is not over is not begun. */
  const plan = async (pace: Pace, date: string): Promise<Wanted[]> => {
    const closed = (await listInstants(date)).filter((atMs) => isClosed(pace, atMs, days, deps.nowMs()));
    const groups = Map.groupBy(closed, (atMs) => toPieceKey(pace, atMs, days));
    return [...groups].map(([key, instants]) => {
      const chosen = chooseFrames(pace, instants, days);
      return { key, stills: instants.length, chosen, content: toContent(chosen) };
    });
  };

  /** Whether all that was chosen then may be shown now, and looks the same. */
  const isShownAsThen = (note: PieceNote): boolean =>
    note.frames.every((atMs) => stills.isShown(atMs)) && toContent(note.chosen ?? note.frames) === note.content;

  /**
   * What is not there, what stills came late for, and what may not be shown any more as it is. Stills that were
   * thinned since are no reason: the piece has them.
   */
  const findMissing = async (pace: Pace, wanted: readonly Wanted[]): Promise<Wanted[]> => {
    const notes = await Promise.all(wanted.map(({ key }) => store.read(pace, key)));
    return wanted.filter(({ content, stills: count }, index) => {
      const note = notes[index];
      if (!note) return true;
      if (note.content === content) return false;
      return !isShownAsThen(note) || count > (note.stills ?? 0);
    });
  };

  const encode = async (pace: Pace, batch: readonly Wanted[], signal: AbortSignal): Promise<void> => {
    const shown = await Promise.all(
      batch.map(async ({ key, stills: count, chosen, content }) => {
        const sized: { atMs: number; bytes: number; jpeg: Buffer }[] = [];
        for (const atMs of chosen) {
          const jpeg = await stills.read(atMs);
          if (jpeg) sized.push({ atMs, bytes: jpeg.length, jpeg: jpeg.subarray(0, 65_536) });
        }
        const kept = leaveOutBlank(sized);
        size ??= await findSize(kept[0]?.jpeg);
        const frames = kept.map(({ atMs }) => atMs);
        return { key, content, stills: count, frames, ...(frames.length < chosen.length && { chosen }) };
      }),
    );
    const full = shown.filter(({ frames }) => frames.length > 0);
    const toFrame = (atMs: number) => ({ atMs, clock: days.toClock(atMs) });
    const usedSize = size ?? largest;
    const files =
      full.length === 0
        ? []
        : await encodePieces(
            deps.ffmpeg,
            {
              // The first frames stand in for those before them: brightness is settled when the first one is shown.
              context: (full[0]?.frames ?? []).slice(0, contextFrames).reverse().map(toFrame),
              pieces: full.map(({ frames }) => frames.map(toFrame)),
              size: usedSize,
              readStill: (atMs) => stills.read(atMs),
            },
            await store.openWorkFolder(),
            signal,
          );
    for (const { key, ...note } of shown) {
      const file = files[full.findIndex((piece) => piece.key === key)] ?? null;
      await store.keep(pace, key, file, { ...note, size: usedSize });
    }
  };

  /** Pieces must be of one size to be joined, so the first that was made decides for ever. */
  const findSize = async (jpeg: Buffer | undefined): Promise<PictureSize | null> => {
    for (const pace of ['job', 'month', 'week', 'day'] as const) {
      const [key] = await store.list(pace);
      const note = key === undefined ? null : await store.read(pace, key);
      if (note) return note.size;
    }
    const found = jpeg && readJpegSize(jpeg);
    return found ? fit(found) : null;
  };

  return {
    async make(pace, dates, progress, signal) {
      if (deps.publicState() !== knownState) {
        known.clear();
        knownState = deps.publicState();
      }
      const describeStills = createDescriber();
      const stale = dates.filter((date) => known.get(`${pace} ${date}`) !== describeStills(date));
      let done = 0;
      for (const group of toBatches(stale, pace)) {
        const described = group.map((date) => [date, describeStills(date)] as const);
        const wanted = (await Promise.all(group.map((date) => plan(pace, date)))).flat();
        for (const batch of toRuns(await findMissing(pace, wanted))) {
          signal.throwIfAborted();
          await encode(pace, batch, signal);
        }
        for (const [date, text] of described) {
          // Today goes on, though no still came since: its open hour closes by itself.
          if (date < days.toDate(deps.nowMs())) known.set(`${pace} ${date}`, text);
        }
        done += group.length;
        progress(done / stale.length);
      }
    },
    listDates() {
      const dates = stills
        .listDays()
        .flatMap(({ first, last }) => [days.toDate(Date.parse(first)), days.toDate(Date.parse(last))]);
      return [...new Set(dates)].sort();
    },
    async list(pace, dates) {
      const wanted = new Set(dates);
      const keys = (await store.list(pace)).filter((key) => wanted.has(key.slice(0, 10)));
      const notes = await Promise.all(keys.map((key) => store.read(pace, key)));
      return keys.flatMap((key, index) => {
        const note = notes[index];
        // One whose stills are all hidden is not made anew without them: there is nothing to make it of.
        return note?.film && note.frames.every((atMs) => stills.isShown(atMs)) ? [{ key, note, film: note.film }] : [];
      });
    },
  };
}

/** A day's piece waits for the end of its day, an hour's for the end of its hour. */
function isClosed(pace: Pace, atMs: number, days: SiteDays, nowMs: number): boolean {
  return pace === 'day'
    ? Math.floor(atMs / 3_600_000) < Math.floor(nowMs / 3_600_000)
    : days.toDate(atMs) < days.toDate(nowMs);
}

/** Days whose stills are listed together: a month of job frames is one run. */
function toBatches(dates: readonly string[], pace: Pace): string[][] {
  const length = pace === 'job' ? 31 : 1;
  return Array.from({ length: Math.ceil(dates.length / length) }, (_, index) =>
    dates.slice(index * length, (index + 1) * length),
  );
}

function toRuns(wanted: readonly Wanted[]): Wanted[][] {
  const runs: Wanted[][] = [];
  let frames = Number.POSITIVE_INFINITY;
  for (const one of wanted) {
    if (frames + one.chosen.length > framesPerRun) {
      runs.push([]);
      frames = 0;
    }
    runs.at(-1)?.push(one);
    frames += one.chosen.length;
  }
  return runs;
}

function fit({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, largest.width / width, largest.height / height);
  const even = (value: number) => Math.max(2, Math.round((value * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}
