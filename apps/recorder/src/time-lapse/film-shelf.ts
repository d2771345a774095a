import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TimeLapse, TimeLapseSettings } from '@sitecast/contract';
import { framesPerSecond } from './encode-pieces.ts';
import { openFilm, type Film, type FilmName, type FilePart, type OpenFilm } from './film.ts';
import { createMadeStore } from './made-store.ts';
import { isWithin, parsePeriod, type Period } from './period.ts';
import type { MadePiece } from './piece-maker.ts';
import type { PieceStore } from './piece-store.ts';

/** The films of one camera that were made, each of whole pieces and without a file of its own. */
export interface FilmShelf {
  start(): Promise<void>;
  has(period: string): boolean;
  /** Periods that have a film, whether it may be shown now or not. */
  listPeriods(): string[];
  /** Films that may be shown. */
  list(): TimeLapse[];
  /**
   * Makes the film of a period out of its pieces, in order; one that would be the same stays. `publicState` is what it was
   * when the pieces were chosen.
   */
  join(period: Period, pieces: readonly MadePiece[], settings: TimeLapseSettings, publicState: string): Promise<void>;
  /** What a file of a film is made of, in order; `version` null: of whichever is shown or was. null: there is none. */
  findFile(period: string, version: string | null, name: FilmName): Promise<FilePart[] | null>;
}

type Mark = TimeLapseSettings['marks'][number];

/** Less than this is no film: half a second. */
const leastFrames = 15;
/** Films kept open: their tables are some hundred kB each. */
const mostOpen = 4;

export function createFilmShelf(deps: {
  folder: string;
  pieces: PieceStore;
  publicState: () => string;
  nowMs: () => number;
}): FilmShelf {
  const made = createMadeStore(join(deps.folder, 'made'));
  const opened = new Map<string, OpenFilm>();

  const keep = async (
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
    const { videoBytes } = openFilm(film, (name) => deps.pieces.toPath(period.pace, name));
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
    const inUse = new Set(films.flatMap((film) => (film ? film.pieces.map(({ file }) => file) : [])));
    await deps.pieces.removeUnused(period.pace, (key) => isWithin(period, key.slice(0, 10)), inUse);
  };

  const open = async (period: Period, version: string): Promise<OpenFilm | null> => {
    const known = opened.get(`${period.name} ${version}`);
    if (known) return known;
    const film = await made.read(period.name, version);
    if (!film) return null;
    const one = openFilm(film, (name) => deps.pieces.toPath(period.pace, name));
    opened.set(`${period.name} ${version}`, one);
    const [oldest] = opened.keys();
    if (opened.size > mostOpen && oldest !== undefined) opened.delete(oldest);
    return one;
  };

  return {
    start: () => made.start(),
    has: (period) => made.find(period) !== null,
    listPeriods: () => made.list().map(({ period }) => period),
    list: () => made.list().flatMap(({ publicState, ...one }) => (publicState === deps.publicState() ? [one] : [])),
    async join(period, pieces, settings, publicState) {
      const before = made.find(period.name)?.version;
      await keep(period, pieces, settings, publicState);
      if (made.find(period.name)?.version !== before) await tidy(period);
    },
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
  };
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
