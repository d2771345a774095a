import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSheet } from '../../ffmpeg/sheet.ts';
import { listNames, readFileIfThere, writeFileAtomic } from '../../storage/atomic-file.ts';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import { sheetForm, type SheetPick } from './sheet-pick.ts';
import type { WorkQueue } from './work-queue.ts';

export interface SheetStore {
  /**
   * The sheet of what was picked, by its name of the form `sheetForm` (MEDIA6): drawn once, the one drawn before for its
   * period goes. Rejects with Refusal where too much waits.
   */
  draw(name: string, pick: SheetPick): Promise<Buffer>;
}

/** The sheets of one camera, drawn one at a time over all cameras. */
export function createSheetStore(
  folder: string,
  deps: { stills: Pick<StillArchive, 'read'>; ffmpegPath: string; queue: WorkQueue },
): SheetStore {
  const drawing = new Map<string, Promise<Buffer>>();
  const toPath = (name: string) => join(folder, `${name}.jpg`);

  const draw = async (name: string, { period, instants, columns }: SheetPick): Promise<Buffer> => {
    const drawn = await readFileIfThere(toPath(name));
    if (drawn) return drawn;
    const bytes = await drawSheet(
      deps.ffmpegPath,
      instants.map((atMs) => () => deps.stills.read(atMs)),
      columns,
    );
    await writeFileAtomic(toPath(name), bytes);
    const older = (await listSheets(folder)).filter((one) => one !== name && sheetForm.exec(one)?.[1] === period);
    await Promise.all(older.map((one) => rm(toPath(one), { force: true })));
    return bytes;
  };

  return {
    draw(name, pick) {
      const running = drawing.get(name) ?? deps.queue.run(() => draw(name, pick));
      drawing.set(name, running);
      const forget = () => drawing.delete(name);
      running.then(forget, forget);
      return running;
    },
  };
}

async function listSheets(folder: string): Promise<string[]> {
  return (await listNames(folder)).flatMap((name) => (name.endsWith('.jpg') ? [name.slice(0, -4)] : []));
}
