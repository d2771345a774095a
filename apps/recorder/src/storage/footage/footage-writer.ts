import { mkdir, open, stat, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseSegmentIndex, writeSegmentRecord, type MediaSegment, type SegmentRecord } from '@sitecast/hls';
import { readFileIfThere, syncFolder, writeFileAtomic } from '../atomic-file.ts';
import { toFootageHour, toFootagePaths, toInitPath } from './footage-path.ts';

export interface FootageWriter {
  /** Keeps a segment, also through a power cut: its bytes, then its line in the index. Rejects with the file system's error. */
  append(segment: MediaSegment, initId: string): Promise<SegmentRecord>;
  close(): Promise<void>;
}

interface OpenHour {
  name: string;
  data: FileHandle;
  index: FileHandle;
  offset: number;
}

/** Appends a camera's segments to the file of their hour. One at a time; the caller queues. */
export function createFootageWriter(folder: string): FootageWriter {
  let current: OpenHour | null = null;
  const knownInits = new Set<string>();

  const closeHour = async (): Promise<void> => {
    const closing = current;
    current = null;
    await Promise.all([closing?.data.close(), closing?.index.close()]);
  };

  const openHour = async (startMs: number): Promise<OpenHour> => {
    const at = toFootageHour(startMs);
    const name = `${at.day}/${at.hour}`;
    if (current?.name === name) return current;
    await closeHour();
    const paths = toFootagePaths(folder, at);
    await mkdir(dirname(paths.data), { recursive: true });
    await dropTornLine(paths.index);
    const data = await open(paths.data, 'a');
    const index = await open(paths.index, 'a');
    // A new file has a name only when its folder is written, and so has a new folder.
    for (const place of [dirname(paths.data), folder, dirname(folder)]) await syncFolder(place);
    // Bytes behind the last line of the index are of a write that was cut off: nothing names them, they stay.
    current = { name, data, index, offset: (await stat(paths.data)).size };
    return current;
  };

  const keepInit = async (segment: MediaSegment, initId: string): Promise<void> => {
    if (knownInits.has(initId)) return;
    const path = toInitPath(folder, initId);
    if (!(await readFileIfThere(path))) await writeFileAtomic(path, segment.init.bytes);
    knownInits.add(initId);
  };

  return {
    async append(segment, initId) {
      try {
        await keepInit(segment, initId);
        const hour = await openHour(segment.startMs);
        if (!segment.bytes) throw new Error('a segment was let go of before it was written');
        await hour.data.appendFile(segment.bytes);
        // Without it a power cut takes half a minute of every camera: what the system had not yet written.
        await hour.data.datasync();
        const record: SegmentRecord = {
          startMs: segment.startMs,
          durationMs: segment.durationMs,
          offset: hour.offset,
          lengthBytes: segment.lengthBytes,
          run: segment.run,
          independent: segment.independent,
          initId,
        };
        hour.offset += segment.lengthBytes;
        await hour.index.appendFile(writeSegmentRecord(record));
        await hour.index.datasync();
        return record;
      } catch (error) {
        // How much was written is not known (a full disk takes part of it): look again before the next one.
        await closeHour().catch(() => undefined);
        knownInits.clear();
        throw error;
      }
    },
    close: closeHour,
  };
}

/** Cuts an index behind its last whole line, so that the next line does not grow onto a torn one. */
async function dropTornLine(path: string): Promise<void> {
  const bytes = await readFileIfThere(path);
  if (!bytes) return;
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.byteLength) await truncate(path, whole);
}

/** The records of an hour's index; empty where there is none. */
export async function readHourIndex(path: string): Promise<SegmentRecord[]> {
  return parseSegmentIndex((await readFileIfThere(path))?.toString('latin1') ?? '');
}
