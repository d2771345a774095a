import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSegmentIndex, writeSegmentRecord, type SegmentRecord } from '@sitecast/hls';

/** The smallest thing that is a JPEG by its marks. */
const still = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]);

const toPlace = (atMs: number): { day: string; hour: string; name: string } => {
  const text = new Date(atMs).toISOString();
  return { day: text.slice(0, 10), hour: text.slice(11, 13), name: text.slice(11, 19).replaceAll(':', '') };
};

/** What stands in the indexes of a camera, hour by hour, each in the order it was written. */
export async function readRecorded(dataDir: string, camera: string): Promise<SegmentRecord[]> {
  const media = join(dataDir, 'recorder/media', camera);
  const days = (await readdir(media).catch(() => [])).filter((name) => /^\d{4}-/.test(name)).sort();
  const records: SegmentRecord[] = [];
  for (const day of days) {
    const hours = (await readdir(join(media, day))).filter((name) => name.endsWith('.idx')).sort();
    for (const hour of hours) records.push(...parseSegmentIndex(await readFile(join(media, day, hour), 'latin1')));
  }
  return records;
}

/** How many stills a camera has on disk. */
export async function countStills(dataDir: string, camera: string): Promise<number> {
  const stills = join(dataDir, 'recorder/stills', camera);
  const days = (await readdir(stills).catch(() => [])).filter((name) => /^\d{4}-/.test(name));
  const names = await Promise.all(days.map((day) => readdir(join(stills, day))));
  return names.flat().filter((name) => name.endsWith('.jpg')).length;
}

/**
 * Lays an hour of a camera on a recorder's disk as if it had just been recorded: one real segment of another camera again
 * and again, without a gap from `fromMs` on, and a still a minute. The recorder must not run.
 */
export async function layHour(
  source: { dataDir: string; camera: string },
  target: { dataDir: string; camera: string },
  fromMs: number,
): Promise<{ segments: number; lengthBytes: number; stills: number; toMs: number }> {
  const record = (await readRecorded(source.dataDir, source.camera)).find((one) => one.independent);
  if (!record) throw new Error(`nothing is recorded of ${source.camera}`);
  const from = join(source.dataDir, 'recorder/media', source.camera);
  const { day, hour } = toPlace(record.startMs);
  const bytes = (await readFile(join(from, day, `${hour}.m4s`))).subarray(
    record.offset,
    record.offset + record.lengthBytes,
  );
  const media = join(target.dataDir, 'recorder/media', target.camera);
  const segments = Math.ceil(3_600_000 / record.durationMs);
  const starts = Array.from({ length: segments }, (_, index) => fromMs + index * record.durationMs);
  const files = Map.groupBy(starts, (startMs) => {
    const place = toPlace(startMs);
    return join(place.day, place.hour);
  });
  for (const [name, startsOfHour] of files) {
    await mkdir(join(media, name, '..'), { recursive: true });
    const lines = startsOfHour.map((startMs, index) =>
      writeSegmentRecord({ ...record, startMs, run: 'hour'.repeat(4), offset: index * bytes.byteLength }),
    );
    for (let count = 0; count < startsOfHour.length; count += 1) await appendFile(join(media, `${name}.m4s`), bytes);
    await writeFile(join(media, `${name}.idx`), lines.join(''));
  }
  const init = `init-${record.initId}.mp4`;
  await writeFile(join(media, init), await readFile(join(from, init)));
  const minutes = Array.from({ length: 60 }, (_, index) => fromMs + index * 60_000);
  for (const atMs of minutes) {
    const place = toPlace(atMs);
    const folder = join(target.dataDir, 'recorder/stills', target.camera, place.day);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${place.name}.jpg`), still);
  }
  return {
    segments,
    lengthBytes: segments * bytes.byteLength,
    stills: minutes.length,
    toMs: fromMs + segments * record.durationMs,
  };
}
