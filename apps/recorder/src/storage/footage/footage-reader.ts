import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { selectRange, type SegmentRecord } from '@sitecast/hls';
import { isMissing, listNames, readFileIfThere } from '../atomic-file.ts';
import type { FileSpan } from '../file-span.ts';
import { hourMs, parseFootageHour, toFootageHour, toFootagePaths, toInitPath, toPinnedFolder } from './footage-path.ts';
import { createHourIndexes } from './hour-index.ts';
import { createSeenLengths } from './seen-lengths.ts';

export interface FootageReader {
  /** The records that show a stretch of time, in order. */
  listRange(fromMs: number, toMs: number): Promise<SegmentRecord[]>;
  /** The records of an hour, as they were written. */
  listHour(startMs: number): Promise<SegmentRecord[]>;
  /** The bytes of one segment, or null where it is not kept. */
  readSegment(run: string, startMs: number): Promise<Buffer | null>;
  /** Where the bytes of one segment lie, or null where it is not kept. */
  locateSegment(run: string, startMs: number): Promise<FileSpan | null>;
  readInit(initId: string): Promise<Buffer | null>;
  /** Start of the oldest segment kept, or null. */
  findOldest(): Promise<number | null>;
}

/** No segment is longer, with those back to its key frame. */
const reachMs = 60_000;

export function createFootageReader(folder: string): FootageReader {
  const indexes = createHourIndexes();
  const lengths = createSeenLengths();

  /** An hour as it was recorded, or what was pinned of it after the rest had to go. */
  const readHour = async (startMs: number): Promise<{ records: readonly SegmentRecord[]; data: string }> => {
    const at = toFootageHour(startMs);
    const whole = toFootagePaths(folder, at);
    const records = await indexes.read(whole.index);
    if (records) return { records, data: whole.data };
    const pinned = toFootagePaths(toPinnedFolder(folder), at);
    return { records: (await indexes.read(pinned.index)) ?? [], data: pinned.data };
  };

  const locateSegment = async (run: string, startMs: number): Promise<FileSpan | null> => {
    const { records, data } = await readHour(startMs);
    const record = records.find((one) => one.startMs === startMs && one.run === run);
    if (!record || !(await lengths.reaches(data, record.offset + record.lengthBytes))) return null;
    return { path: data, offset: record.offset, bytes: record.lengthBytes };
  };

  return {
    async listRange(fromMs, toMs) {
      const hours: (readonly SegmentRecord[])[] = [];
      // Near its start, the hour before holds the segment that reaches into the first one.
      for (let hour = Math.floor((fromMs - reachMs) / hourMs) * hourMs; hour < toMs; hour += hourMs) {
        hours.push((await readHour(hour)).records);
      }
      return selectRange(hours.flat(), fromMs, toMs);
    },
    listHour: async (startMs) => [...(await readHour(startMs)).records],
    locateSegment,
    async readSegment(run, startMs) {
      const span = await locateSegment(run, startMs);
      return span && readPart(span.path, span.offset, span.bytes);
    },
    readInit: (initId) => readFileIfThere(toInitPath(folder, initId)),
    async findOldest() {
      // Day by day: a year of them is not read for the first one.
      for (const day of await listNames(folder)) {
        for (const hour of await listHoursOf(folder, day)) {
          const { records } = await readHour(hour);
          if (records.length > 0) return records.reduce((oldest, one) => Math.min(oldest, one.startMs), Infinity);
        }
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
  for (const day of await listNames(folder)) hours.push(...(await listHoursOf(folder, day)));
  return hours;
}

async function listHoursOf(folder: string, day: string): Promise<number[]> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return [];
  return (await listNames(join(folder, day))).flatMap((name) => {
    const startMs = name.endsWith('.m4s') ? parseFootageHour(day, name.slice(0, -4)) : null;
    return startMs === null ? [] : [startMs];
  });
}
