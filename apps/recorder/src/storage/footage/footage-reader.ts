import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { selectRange, type SegmentRecord } from '@sitecast/hls';
import { isMissing, readFileIfThere } from '../atomic-file.ts';
import { hourMs, parseFootageHour, toFootageHour, toFootagePaths, toInitPath } from './footage-path.ts';
import { readHourIndex } from './footage-writer.ts';

export interface FootageReader {
  /** The records that show a stretch of time, in order. */
  listRange(fromMs: number, toMs: number): Promise<SegmentRecord[]>;
  /** The bytes of one segment, or null where it is not kept. */
  readSegment(run: string, startMs: number): Promise<Buffer | null>;
  readInit(initId: string): Promise<Buffer | null>;
  /** Start of the oldest segment kept, or null. */
  findOldest(): Promise<number | null>;
}

/** Parsed hours kept in memory: a viewer who scrubs asks for the same few again and again. */
const cachedHours = 6;

export function createFootageReader(folder: string): FootageReader {
  const cache = new Map<string, { stamp: string; records: SegmentRecord[] }>();

  const readHour = async (startMs: number): Promise<SegmentRecord[]> => {
    const { index } = toFootagePaths(folder, toFootageHour(startMs));
    let stamp: string;
    try {
      const { size, mtimeMs } = await stat(index);
      stamp = `${size} ${mtimeMs}`;
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    const cached = cache.get(index);
    if (cached?.stamp === stamp) return cached.records;
    const records = await readHourIndex(index);
    cache.delete(index);
    cache.set(index, { stamp, records });
    const [oldest] = cache.keys();
    if (cache.size > cachedHours && oldest !== undefined) cache.delete(oldest);
    return records;
  };

  return {
    async listRange(fromMs, toMs) {
      const hours: SegmentRecord[][] = [];
      // The hour before holds the segment that reaches into the first one.
      for (let hour = Math.floor(fromMs / hourMs) * hourMs - hourMs; hour < toMs; hour += hourMs) {
        hours.push(await readHour(hour));
      }
      return selectRange(hours.flat(), fromMs, toMs);
    },
    async readSegment(run, startMs) {
      const record = (await readHour(startMs)).find((one) => one.startMs === startMs && one.run === run);
      if (!record) return null;
      const { data } = toFootagePaths(folder, toFootageHour(startMs));
      return readPart(data, record.offset, record.lengthBytes);
    },
    readInit: (initId) => readFileIfThere(toInitPath(folder, initId)),
    async findOldest() {
      for (const hour of await listHours(folder)) {
        const records = await readHour(hour);
        if (records.length > 0) return records.reduce((oldest, one) => Math.min(oldest, one.startMs), Infinity);
      }
      return null;
    },
  };
}

/** A part of a file, or null where the file is gone or shorter than the index says (a power cut). */
async function readPart(path: string, offset: number, lengthBytes: number): Promise<Buffer | null> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(lengthBytes);
      let filled = 0;
      while (filled < lengthBytes) {
        const { bytesRead } = await file.read(bytes, filled, lengthBytes - filled, offset + filled);
        if (bytesRead === 0) return null;
        filled += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The hours a camera has footage of, oldest first, as the instants they begin. */
export async function listHours(folder: string): Promise<number[]> {
  const hours: number[] = [];
  for (const day of await listNames(folder)) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) continue;
    for (const name of await listNames(join(folder, day))) {
      const startMs = name.endsWith('.m4s') ? parseFootageHour(day, name.slice(0, -4)) : null;
      if (startMs !== null) hours.push(startMs);
    }
  }
  return hours.sort((one, other) => one - other);
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
