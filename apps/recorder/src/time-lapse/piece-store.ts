import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';
import type { PictureSize } from './encode-pieces.ts';
import type { Pace } from './pace.ts';

/** What stands beside a piece: enough to know whether it is still right without looking at a picture. */
export interface PieceNote {
  /** Hash of the frames that were chosen, also of those that turned out to show nothing, and of how they were shown. */
  content: string;
  /** Frames that are in it, in order. */
  frames: number[];
  size: PictureSize;
}

export interface PieceStore {
  /** The note of a piece, or null where there is none; one that cannot be read counts as none. */
  read(pace: Pace, key: string): Promise<PieceNote | null>;
  /** Takes a finished file in; `null` where nothing of the key was worth showing. */
  keep(pace: Pace, key: string, file: string | null, note: PieceNote): Promise<void>;
  toPath(pace: Pace, key: string): string;
  /** Keys of all pieces of a pace, in order. */
  list(pace: Pace): Promise<string[]>;
  /** A folder for one run of the encoder, empty; whatever a killed run left in it is gone. */
  openWorkFolder(): Promise<string>;
}

/** The pieces of one camera: `<pace>/<key>.mp4`, and `<key>.json` written after it, so a note always has its file. */
export function createPieceStore(folder: string): PieceStore {
  const work = join(folder, 'work');
  const toPath = (pace: Pace, key: string) => join(folder, pace, `${key}.mp4`);
  const toNotePath = (pace: Pace, key: string) => join(folder, pace, `${key}.json`);
  return {
    toPath,
    async read(pace, key) {
      const text = await readFileIfThere(toNotePath(pace, key));
      return text && parseNote(text.toString());
    },
    async keep(pace, key, file, note) {
      await mkdir(join(folder, pace), { recursive: true });
      if (file !== null) await rename(file, toPath(pace, key));
      await writeFileAtomic(toNotePath(pace, key), JSON.stringify(note));
    },
    async list(pace) {
      try {
        const names = await readdir(join(folder, pace));
        return names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : [])).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    async openWorkFolder() {
      await rm(work, { recursive: true, force: true });
      await mkdir(work, { recursive: true });
      return work;
    },
  };
}

function parseNote(text: string): PieceNote | null {
  try {
    return JSON.parse(text) as PieceNote;
  } catch {
    return null;
  }
}
