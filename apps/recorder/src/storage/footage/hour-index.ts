import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { parseSegmentIndex, type SegmentRecord } from '@sitecast/hls';
import { unlessMissing } from '../atomic-file.ts';

/** The indexes of hours, as far as they were read. */
export interface HourIndexes {
  /** The records of an index in the order they were written; null where there is no such file. */
  read(path: string): Promise<readonly SegmentRecord[] | null>;
}

interface ReadIndex {
  /** Which file it is: one that was written anew is another, though it may get the same number. */
  file: string;
  /** Changes with every line. */
  state: string;
  /** Whole lines are read up to here. */
  readBytes: number;
  records: readonly SegmentRecord[];
}

/** Hours kept in memory: a viewer who scrubs asks for the same few again and again. */
const cachedHours = 6;

/**
 * Reads each index once and then what was added to it: the one of the present hour grows every two seconds, and whoever
 * watches a little behind the edge asks for it as often.
 */
export function createHourIndexes(): HourIndexes {
  const cache = new Map<string, ReadIndex>();

  const readOn = async (path: string, handle: FileHandle): Promise<ReadIndex> => {
    const stats = await handle.stat();
    const file = toFileMark(stats);
    const before = cache.get(path);
    const known = before?.file === file && stats.size >= before.readBytes ? before : { readBytes: 0, records: [] };
    const added = await readFrom(handle, known.readBytes, stats.size);
    // A line that is being written, or was torn by a crash, is read when it is whole.
    const whole = added.subarray(0, added.lastIndexOf(0x0a) + 1);
    return {
      file,
      state: toState(stats),
      readBytes: known.readBytes + whole.byteLength,
      records: [...known.records, ...parseSegmentIndex(whole.toString('latin1'))],
    };
  };

  const keep = (path: string, index: ReadIndex): void => {
    cache.delete(path);
    cache.set(path, index);
    const [oldest] = cache.keys();
    if (cache.size > cachedHours && oldest !== undefined) cache.delete(oldest);
  };

  return {
    async read(path) {
      // Whoever watches the past asks for the same hour with each segment: most of the time nothing came.
      const known = cache.get(path);
      const stats = known && (await unlessMissing(stat(path)));
      if (known && stats && known.file === toFileMark(stats) && known.state === toState(stats)) {
        keep(path, known);
        return known.records;
      }
      const handle = await unlessMissing(open(path, 'r'));
      if (!handle) return null;
      try {
        const index = await readOn(path, handle);
        keep(path, index);
        return index.records;
      } finally {
        await handle.close();
      }
    },
  };
}

const toFileMark = ({ ino, birthtimeMs }: Stats): string => `${ino} ${birthtimeMs}`;
const toState = ({ size, mtimeMs }: Stats): string => `${size} ${mtimeMs}`;

/** The bytes of a stretch of a file, or fewer where it ends before. */
async function readFrom(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < bytes.byteLength) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.byteLength - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
