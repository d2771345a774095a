/**
 * A camera's year: how long its index takes to open, its coverage to be summed, and the playlist of an hour to be made;
 * each beside reading the same files and nothing more.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveRulesSchema } from '@sitecast/contract';
import { replayLimitMs, writeReplayPlaylist, writeSegmentRecord } from '@sitecast/hls';
import {
  createCameraArchive,
  createFootageReader,
  createLog,
  createStillArchive,
  createWorkQueue,
} from '@sitecast/recorder';
import { quantile, type Figure } from './statistics.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const segmentMs = 2_000;
const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

interface Year {
  folder: string;
  media: string;
  stills: string;
  archive: string;
  fromMs: number;
  toMs: number;
}

/** Hours as they were closed, stills as thinned, and a month of footage that is still kept. */
async function makeYear(days: number, keptDays: number): Promise<Year> {
  const folder = await mkdtemp(join(tmpdir(), 'camera-year-'));
  const year: Year = {
    folder,
    media: join(folder, 'media'),
    stills: join(folder, 'stills'),
    archive: join(folder, 'archive'),
    toMs: Date.UTC(2026, 10, 23),
    fromMs: Date.UTC(2026, 10, 23) - days * dayMs,
  };
  await mkdir(year.archive, { recursive: true });
  const hours: string[] = [];
  for (let at = year.fromMs; at < year.toMs - hourMs; at += hourMs) {
    // A short outage in every hour, as a camera on a bad line has it.
    hours.push(`\nh ${at / 1_000} 0-14000 14100-36000 .`);
  }
  await writeFile(join(year.archive, 'hours-2026.log'), hours.join(''));
  await writeFile(join(year.archive, 'causes.log'), `\nc ${year.fromMs} recording .`);
  for (let at = year.fromMs; at < year.toMs; at += dayMs) {
    const stills = join(year.stills, toDay(at));
    await mkdir(stills, { recursive: true });
    const stepMinutes = year.toMs - at <= 14 * dayMs ? 1 : 60;
    for (let minute = 0; minute < 1_440; minute += stepMinutes) {
      const name = new Date(at + minute * 60_000).toISOString().slice(11, 19).replaceAll(':', '');
      await writeFile(join(stills, `${name}.jpg`), '');
    }
  }
  for (let at = year.toMs - keptDays * dayMs; at < year.toMs; at += hourMs) await writeHour(year.media, at);
  return year;
}

async function writeHour(media: string, hour: number): Promise<void> {
  const stem = join(media, toDay(hour), new Date(hour).toISOString().slice(11, 13));
  const records = Array.from({ length: hourMs / segmentMs }, (_, index) =>
    writeSegmentRecord({
      startMs: hour + index * segmentMs,
      durationMs: segmentMs,
      offset: index * 1_000_000,
      lengthBytes: 1_000_000,
      run: 'a'.repeat(16),
      independent: true,
      initId: 'b'.repeat(16),
    }),
  );
  await mkdir(join(media, toDay(hour)), { recursive: true });
  await writeFile(`${stem}.m4s`, '');
  await writeFile(`${stem}.idx`, records.join(''));
}

const time = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

function createYearArchive(year: Year) {
  const footage = createFootageReader(year.media);
  const stills = createStillArchive(year.stills);
  const rules = archiveRulesSchema.parse({});
  const archive = createCameraArchive('year', year.archive, {
    rules: () => rules,
    footage,
    playable: footage,
    kept: stills,
    stills,
    describe: () => 'as it came',
    ffmpegPath: 'ffmpeg',
    queue: createWorkQueue(),
    log: createLog('silent'),
  });
  return { footage, stills, archive };
}

/** Measures all; the sizes are given, so that a test can run it small. */
export async function measureArchive({ days = 365, keptDays = 30, rounds = 20 } = {}): Promise<Figure[]> {
  const year = await makeYear(days, keptDays);
  try {
    // The first look counts the stills and puts the counts by; every start after it reads those.
    await createYearArchive(year).stills.start();
    await createYearArchive(year).stills.start();
    const opened: number[] = [];
    const summed: number[] = [];
    const listed: number[] = [];
    const bareOpen: number[] = [];
    const bareHour: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { footage, stills, archive } = createYearArchive(year);
      opened.push(
        await time(async () => {
          await stills.start();
          await archive.open(year.toMs);
          await footage.findOldest();
        }),
      );
      bareOpen.push(
        await time(async () => {
          await readFile(join(year.archive, 'hours-2026.log'), 'latin1');
          await readFile(join(year.stills, 'days.json'), 'utf8');
          await readdir(year.stills);
        }),
      );
      summed.push(await time(() => archive.readCoverage(toDay(year.fromMs), toDay(year.toMs), year.toMs)));
      const hour = year.toMs - (1 + (round % (keptDays * 24 - 2))) * hourMs - 1_800_000;
      const fresh = createFootageReader(year.media);
      listed.push(
        await time(async () => {
          const records = await fresh.listRange(hour, Math.min(hour + hourMs, hour + replayLimitMs));
          if (records.length < 1_800) throw new Error('not the whole hour');
          Buffer.from(writeReplayPlaylist(records, 4));
        }),
      );
      bareHour.push(
        await time(async () => {
          for (const at of [hour - hourMs, hour, hour + hourMs]) {
            const stem = join(year.media, toDay(at), new Date(at).toISOString().slice(11, 13));
            (await readFile(`${stem}.idx`, 'latin1').catch(() => '')).split('\n');
          }
        }),
      );
    }
    const p95 = (samples: number[]): number => quantile(samples, 0.95);
    const half = (samples: number[]): string => quantile(samples, 0.5).toFixed(1);
    return [
      {
        name: `index of a camera's ${days} days opened, p95`,
        value: p95(opened),
        unit: 'ms',
        asked: '≤ 100',
        met: p95(opened) <= 100,
        yardstick: `its files read and not understood, median ${half(bareOpen)} ms; opened, median ${half(opened)} ms`,
      },
      {
        name: `coverage of ${days} days, day by day, p95`,
        value: p95(summed),
        unit: 'ms',
        asked: '≤ 500',
        met: p95(summed) <= 500,
      },
      {
        name: 'replay playlist of an hour of 2 s segments made from disk, p95',
        value: p95(listed),
        unit: 'ms',
        asked: '≤ 20',
        met: p95(listed) <= 20,
        yardstick: `its three index files read and split, median ${half(bareHour)} ms; made, median ${half(listed)} ms`,
      },
    ];
  } finally {
    await rm(year.folder, { recursive: true, force: true });
  }
}
