import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFilmPiece, type FilmPiece } from '@sitecast/hls';
import { listNames, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';
import type { PictureSize } from './encode-pieces.ts';
import type { Pace } from './pace.ts';

/** What stands beside a piece: enough to know whether it is still right, and to join it, without opening it. */
export interface PieceNote {
  /** Hash of the frames that were chosen, also of those that turned out to show nothing, and of how they were shown. */
  content: string;
  /** Frames that are in it, in order. */
  frames: number[];
  /** Frames that were chosen, where not all of them are in it. */
  chosen?: number[];
  /** How many stills there were to choose from. Left out: nobody counted. */
  stills?: number;
  size: PictureSize;
  /** Its file and what is in that; null where nothing was worth showing. */
  film: { file: string; piece: FilmPiece } | null;
}

export interface PieceStore {
  /** The note of a piece, or null where there is none; one that cannot be read counts as none. */
  read(pace: Pace, key: string): Promise<PieceNote | null>;
  /** Takes a finished file in; `null` where nothing of the key was worth showing. The file before stays. */
  keep(pace: Pace, key: string, file: string | null, note: Omit<PieceNote, 'film'>): Promise<void>;
  toPath(pace: Pace, file: string): string;
  /** Keys of all pieces of a pace, in order. */
  list(pace: Pace): Promise<string[]>;
  /** Removes the files of these keys that no note and no film names. */
  removeUnused(pace: Pace, isOwn: (key: string) => boolean, inUse: ReadonlySet<string>): Promise<void>;
  /** A folder for one run of the encoder, empty; whatever a killed run left in it is gone. */
  openWorkFolder(): Promise<string>;
}

/** Its notes stay in memory: a job has a piece a day, and a day more must not read all of them. */
const remembered: Pace = 'job';
const pieceForm = /^(.+?)(?:-[0-9a-f]{12})?\.mp4$/;

/**
 * The pieces of one camera. A file is named by its content, `<pace>/<key>-<hash>.mp4`, and never changes: films are made of
 * it as long as they are watched. `<key>.json` is written after it, so a note always has its file.
 */
export function createPieceStore(folder: string): PieceStore {
  const work = join(folder, 'work');
  const toPath = (pace: Pace, file: string) => join(folder, pace, file);
  const toNotePath = (pace: Pace, key: string) => join(folder, pace, `${key}.json`);
  const notes = new Map<string, PieceNote | null>();
  let keys: string[] | null = null;

  /** A note from before the tables were kept in it: they are in its file. */
  const complete = async (pace: Pace, key: string, note: Partial<PieceNote>): Promise<PieceNote | null> => {
    const { content, frames, size } = note;
    if (content === undefined || !frames || !size) return null;
    if (note.film !== undefined) return { ...note, content, frames, size, film: note.film };
    if (frames.length === 0) return { content, frames, size, film: null };
    const file = `${key}.mp4`;
    const piece = parseFilmPiece(await readFile(toPath(pace, file)));
    return { content, frames, size, film: { file, piece } };
  };

  const readNote = async (pace: Pace, key: string): Promise<PieceNote | null> => {
    const text = await readFileIfThere(toNotePath(pace, key));
    if (!text) return null;
    try {
      return await complete(pace, key, JSON.parse(text.toString()) as Partial<PieceNote>);
    } catch {
      return null;
    }
  };

  const listFiles = (pace: Pace): Promise<string[]> => listNames(join(folder, pace));

  const remember = (pace: Pace, key: string, note: PieceNote): void => {
    if (pace !== remembered) return;
    notes.set(key, note);
    if (keys && !keys.includes(key)) keys = [...keys, key].sort();
  };

  const read = async (pace: Pace, key: string): Promise<PieceNote | null> => {
    const known = pace === remembered ? notes.get(key) : undefined;
    if (known !== undefined) return known;
    const note = await readNote(pace, key);
    if (pace === remembered) notes.set(key, note);
    return note;
  };

  return {
    toPath,
    read,
    async keep(pace, key, file, note) {
      await mkdir(join(folder, pace), { recursive: true });
      const name = `${key}-${note.content.slice(0, 12)}.mp4`;
      const kept: PieceNote = { ...note, film: null };
      if (file !== null) {
        kept.film = { file: name, piece: parseFilmPiece(await readFile(file)) };
        await sync(file);
        await rename(file, toPath(pace, name));
      }
      await writeFileAtomic(toNotePath(pace, key), JSON.stringify(kept));
      remember(pace, key, kept);
    },
    async list(pace) {
      if (pace === remembered && keys) return keys;
      const names = await listFiles(pace);
      const found = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : [])).sort();
      if (pace === remembered) keys = found;
      return found;
    },
    async removeUnused(pace, isOwn, inUse) {
      for (const name of await listFiles(pace)) {
        const key = pieceForm.exec(name)?.[1];
        if (key === undefined || !isOwn(key) || inUse.has(name)) continue;
        const note = await read(pace, key);
        if (note?.film?.file !== name) await rm(toPath(pace, name), { force: true });
      }
    },
    async openWorkFolder() {
      await rm(work, { recursive: true, force: true });
      await mkdir(work, { recursive: true });
      return work;
    },
  };
}

/** A note that is on the disk without its piece would be believed for ever. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
