import { uplinkPaths } from '@sitecast/contract';
import type { FootageReader } from '../storage/footage/footage-reader.ts';
import { hourMs } from '../storage/footage/footage-path.ts';
import type { StillArchive } from '../storage/still/still-archive.ts';
import type { Cursor } from './cursor.ts';
import { joinInit } from './live-lane.ts';
import type { Parcel } from './sender.ts';

/** The next thing of a camera that is owed. */
export interface Owed {
  atMs: number;
  /** Reads it; null: it is not kept any more. */
  read(): Promise<Parcel | null>;
  /** It was sent, or there is nothing to send: what comes next is owed. */
  settle(): void;
}

/** What a camera owes the centre, read from its disk. */
export interface Debt {
  findStill(nowMs: number): Promise<Owed | null>;
  findSegment(): Promise<Owed | null>;
}

export function createDebt(
  camera: string,
  cursor: Cursor,
  disk: { footage: FootageReader; stills: StillArchive },
): Debt {
  const { footage, stills } = disk;

  /** The first record that begins in a stretch. */
  const findFirst = async (fromMs: number, toMs: number) => {
    for (let hour = Math.floor(fromMs / hourMs) * hourMs; hour < toMs; hour += hourMs) {
      const records = (await footage.listHour(hour)).filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
      const [first] = records.toSorted((one, other) => one.startMs - other.startMs);
      if (first) return first;
    }
    return null;
  };

  return {
    async findStill(nowMs) {
      const firstMs = Date.parse(stills.listDays()[0]?.first ?? '');
      const fromMs = Math.max(cursor.stillsMs + 1, firstMs);
      if (Number.isNaN(fromMs) || fromMs > nowMs) return null;
      const [atMs] = await stills.listRange(fromMs, nowMs + 1);
      if (atMs === undefined) return null;
      return {
        atMs,
        async read() {
          const jpeg = await stills.read(atMs);
          const path = uplinkPaths.still(camera, new Date(atMs).toISOString());
          return jpeg && { path, type: 'image/jpeg', body: new Uint8Array(jpeg) };
        },
        settle() {
          cursor.stillsMs = Math.max(cursor.stillsMs, atMs);
        },
      };
    },
    async findSegment() {
      for (let [gap] = cursor.gaps; gap; [gap] = cursor.gaps) {
        const { fromMs, toMs } = gap;
        const oldestMs = await footage.findOldest();
        const record = oldestMs === null ? null : await findFirst(Math.max(fromMs, oldestMs), toMs);
        if (!record) {
          cursor.fill(gap);
          continue;
        }
        const { run, startMs, durationMs, initId } = record;
        return {
          atMs: startMs,
          async read() {
            const [init, bytes] = await Promise.all([footage.readInit(initId), footage.readSegment(run, startMs)]);
            const path = uplinkPaths.segment(camera, run, startMs, durationMs);
            return init && bytes && { path, type: 'video/mp4', body: joinInit(init, bytes) };
          },
          settle: () => cursor.fill({ fromMs, toMs: startMs + 1 }),
        };
      }
      return null;
    },
  };
}
