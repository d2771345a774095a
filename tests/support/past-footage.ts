import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSegmentIndex, writeSegmentRecord } from '@sitecast/hls';
import { until } from './until.ts';

const hourMs = 3_600_000;

/**
 * Lays footage of a camera on a running recorder's disk as if it had recorded it from `fromMs` to `toMs`: what it recorded last,
 * again and again, each time a run of its own. An hour that is there is written over.
 */
export async function layFootage(dataDir: string, camera: string, fromMs: number, toMs: number): Promise<void> {
  const media = join(dataDir, 'recorder/media', camera);
  const { bytes, records } = await until('four segments of one run on the disk', () => readNewest(media));
  const hours = new Map<number, { lines: string; bytes: Buffer[]; lengthBytes: number }>();
  for (let atMs = fromMs; atMs < toMs;) {
    const run = atMs.toString(36).padStart(16, '0');
    for (const record of records) {
      const hour = Math.floor(atMs / hourMs) * hourMs;
      const laid = hours.get(hour) ?? { lines: '', bytes: [], lengthBytes: 0 };
      laid.lines += writeSegmentRecord({ ...record, run, startMs: atMs, offset: laid.lengthBytes });
      laid.bytes.push(bytes.subarray(record.offset, record.offset + record.lengthBytes));
      laid.lengthBytes += record.lengthBytes;
      hours.set(hour, laid);
      atMs += record.durationMs;
    }
  }
  for (const [hour, laid] of hours) {
    const at = new Date(hour).toISOString();
    await mkdir(join(media, at.slice(0, 10)), { recursive: true });
    const stem = join(media, at.slice(0, 10), at.slice(11, 13));
    await writeFile(`${stem}.m4s`, Buffer.concat(laid.bytes));
    await writeFile(`${stem}.idx`, laid.lines);
  }
}

async function readNewest(media: string) {
  for (const day of (await readdir(media))
    .filter((name) => /^\d{4}-/.test(name))
    .sort()
    .reverse()) {
    const names = (await readdir(join(media, day))).filter((name) => name.endsWith('.idx')).sort();
    for (const name of names.reverse()) {
      const all = parseSegmentIndex(await readFile(join(media, day, name), 'latin1'));
      const own = all.filter(({ run, independent }) => run === all.at(-1)?.run && independent);
      if (own.length < 5) continue;
      return { bytes: await readFile(join(media, day, name.replace(/idx$/, 'm4s'))), records: own.slice(-5, -1) };
    }
  }
  return null;
}
