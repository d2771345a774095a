import { uplinkPaths, type OwedReport } from '@sitecast/contract';
import type { SegmentRecord } from '@sitecast/hls';
import type { FootageReader } from '../storage/footage/footage-reader.ts';
import { hourMs } from '../storage/footage/footage-path.ts';
import { toRecordedSpans } from '../storage/footage/recorded-spans.ts';
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
  /** How much that is, and of when. */
  measure(nowMs: number): Promise<Pick<OwedReport, 'footage' | 'stills' | 'lengthBytes'>>;
}

/** More stretches than that are told as longer ones. */
const mostStretches = 200;

export function createDebt(
  camera: string,
  cursor: Cursor,
  disk: { footage: FootageReader; stills: StillArchive },
): Debt {
  const { footage, stills } = disk;

  const listHourOf = async (hour: number, fromMs: number, toMs: number): Promise<SegmentRecord[]> =>
    (await footage.listHour(hour)).filter(({ startMs }) => startMs >= fromMs && startMs < toMs);

  /** The first record that begins in a stretch. */
  const findFirst = async (fromMs: number, toMs: number) => {
    for (let hour = Math.floor(fromMs / hourMs) * hourMs; hour < toMs; hour += hourMs) {
      const records = await listHourOf(hour, fromMs, toMs);
      const [first] = records.toSorted((one, other) => one.startMs - other.startMs);
      if (first) return first;
    }
    return null;
  };

  const listOwed = async (): Promise<SegmentRecord[]> => {
    const oldestMs = await footage.findOldest();
    if (oldestMs === null) return [];
    const owed: SegmentRecord[] = [];
    for (const gap of cursor.gaps) {
      const fromMs = Math.max(gap.fromMs, oldestMs);
      for (let hour = Math.floor(fromMs / hourMs) * hourMs; hour < gap.toMs; hour += hourMs)
        owed.push(...(await listHourOf(hour, fromMs, gap.toMs)));
    }
    return owed;
  };

  const listStills = async (nowMs: number): Promise<number[]> => {
    const firstMs = Date.parse(stills.listDays()[0]?.first ?? '');
    const fromMs = Math.max(cursor.stillsMs + 1, firstMs);
    return Number.isNaN(fromMs) || fromMs > nowMs ? [] : stills.listRange(fromMs, nowMs + 1);
  };

  return {
    async findStill(nowMs) {
      const [atMs] = await listStills(nowMs);
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
    async measure(nowMs) {
      const owed = await listOwed();
      const joined = toRecordedSpans(owed);
      const kept = joined.slice(0, mostStretches);
      const last = kept.at(-1);
      if (last && joined.length > mostStretches) last.toMs = joined.at(-1)?.toMs ?? last.toMs;
      return {
        footage: kept,
        stills: (await listStills(nowMs)).length,
        lengthBytes: owed.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0),
      };
    },
  };
}
