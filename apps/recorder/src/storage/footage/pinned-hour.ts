import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeSegmentRecord, type SegmentRecord, type Span } from '@sitecast/hls';
import { writeFileAtomic } from '../atomic-file.ts';
import { hourMs, toFootageHour, toFootagePaths, toPinnedFolder } from './footage-path.ts';
import { readHourIndex } from './footage-writer.ts';

/**
 * Puts by what is pinned of an hour before it goes: segments and their index, whole on the disk when this settles. Doing
 * it twice is one effect. Rejects with the file system's error; the hour must then stay.
 */
export async function keepPinned(folder: string, hour: number, pins: readonly Span[]): Promise<void> {
  // The last segment of an hour may show a little of the next one.
  const near = pins.filter((pin) => pin.fromMs < hour + hourMs + 60_000 && pin.toMs > hour);
  if (near.length === 0) return;
  const at = toFootageHour(hour);
  const from = toFootagePaths(folder, at);
  const records = (await readHourIndex(from.index)).filter((record) =>
    near.some((pin) => record.startMs < pin.toMs && record.startMs + record.durationMs > pin.fromMs),
  );
  if (records.length === 0) return;
  const to = toFootagePaths(toPinnedFolder(folder), at);
  await mkdir(dirname(to.data), { recursive: true });
  const kept = await copySegments(from.data, `${to.data}.new`, records);
  await rename(`${to.data}.new`, to.data);
  await writeFileAtomic(to.index, kept.map(writeSegmentRecord).join(''));
}

/** Copies segments one by one: a pinned hour is larger than what we may hold in memory. */
async function copySegments(from: string, to: string, records: readonly SegmentRecord[]): Promise<SegmentRecord[]> {
  const kept: SegmentRecord[] = [];
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w');
    try {
      let offset = 0;
      for (const record of records) {
        const bytes = Buffer.allocUnsafe(record.lengthBytes);
        const { bytesRead } = await source.read(bytes, 0, record.lengthBytes, record.offset);
        if (bytesRead < record.lengthBytes) continue;
        await target.appendFile(bytes);
        kept.push({ ...record, offset });
        offset += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  return kept;
}
