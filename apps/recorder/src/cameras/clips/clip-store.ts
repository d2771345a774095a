import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { clipViewSchema, mediaPaths, type ClipView } from '@sitecast/contract';
import { z } from 'zod';
import { readFileIfThere, writeFileAtomic } from '../../storage/atomic-file.ts';

/** Beside a finished clip: what the public saw of its stretch when it was cut. */
const noteSchema = clipViewSchema.extend({ shown: z.string() });

/** Finished clips on the disk: `<id>.mp4`, and `<id>.json`, written last. */
export interface ClipStore {
  /** Removes what a clip that was never finished left behind. */
  start(): Promise<void>;
  toFile(id: string): string;
  /** Takes in a clip whose file is whole. `shown`: what the public sees of it. */
  keep(view: ClipView, shown: string): Promise<void>;
  /** A finished clip and what the public saw of it; null: there is none. */
  find(id: string): Promise<{ view: ClipView; shown: string } | null>;
  removeOlderThan(atMs: number): Promise<void>;
}

export function createClipStore(folder: string): ClipStore {
  const toFile = (id: string): string => join(folder, `${id}.mp4`);
  const toNote = (id: string): string => join(folder, `${id}.json`);

  return {
    toFile,
    async start() {
      await mkdir(folder, { recursive: true });
      for (const name of await readdir(folder)) {
        if (/\.run$/.test(name)) await rm(join(folder, name), { force: true });
      }
    },
    async keep(view, shown) {
      const { size } = await stat(toFile(view.id));
      const url = mediaPaths.clip(view.camera, view.id);
      const finished: ClipView = { ...view, state: 'ready', progressBp: 10_000, lengthBytes: size, url };
      await writeFileAtomic(toNote(view.id), JSON.stringify({ ...finished, shown }));
    },
    async find(id) {
      const text = await readFileIfThere(toNote(id));
      if (!text) return null;
      // A note of an earlier version does not say what was shown: the clip is cut again.
      const note = noteSchema.safeParse(JSON.parse(text.toString('utf8')));
      if (!note.success) return null;
      const { shown, ...view } = note.data;
      return { view, shown };
    },
    async removeOlderThan(atMs) {
      for (const name of await readdir(folder)) {
        const path = join(folder, name);
        const changedMs = (await stat(path).catch(() => null))?.mtimeMs ?? atMs;
        if (changedMs < atMs) await rm(path, { force: true });
      }
    },
  };
}
