/**
 * Time-lapses out of 1080p stills: a day of minute stills from its hourly pieces, and a job of 700 days; beside the
 * encoding, in the same run, ffmpeg's own reading of the same stills without making anything of them.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createStillArchive, createTimeLapse, type TimeLapse } from '@sitecast/recorder';
import type { Figure } from './statistics.ts';

const run = promisify(execFile);
const pictures = 60;
const dayMs = 86_400_000;
const jobDays = 700;
const firstDayMs = Date.parse('2024-12-01T00:00:00Z');
const lastDayMs = firstDayMs + jobDays * dayMs;

/** Stills that take as long to read as a camera's do: a moving pattern under noise, about 200 kB each. */
async function drawStills(folder: string): Promise<Buffer[]> {
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=1,noise=alls=8'],
    ...['-frames:v', String(pictures), '-q:v', '5', join(folder, '%03d.jpg')],
  ]);
  return Promise.all(
    Array.from({ length: pictures }, (_, index) => readFile(join(folder, `${String(index + 1).padStart(3, '0')}.jpg`))),
  );
}

export async function measureTimeLapse(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-lapse-'));
  try {
    const drawn = await drawStills(folder);
    const archive = createStillArchive(join(folder, 'stills'));
    await archive.start();
    const keep = (atMs: number, index: number) => archive.keep(atMs, drawn[index % pictures] ?? Buffer.alloc(0));
    for (let day = 0; day < jobDays; day += 1) {
      for (let hour = 5; hour < 8; hour += 1) await keep(firstDayMs + day * dayMs + hour * 3_600_000, day * 3 + hour);
    }
    // One day as a camera keeps it: a still a minute, ten hours of light.
    for (let minute = 0; minute < 600; minute += 1) await keep(lastDayMs + (180 + minute) * 60_000, minute);

    let nowMs = lastDayMs + dayMs;
    const open = async (name: string): Promise<TimeLapse> => {
      const timeLapse = createTimeLapse({
        folder: join(folder, name),
        ffmpeg: 'ffmpeg',
        stills: { ...archive, describe: () => '', isShown: () => true },
        publicState: () => '',
        nowMs: () => nowMs,
      });
      await timeLapse.start();
      await timeLapse.configure({
        place: { latitude: 43.6, longitude: 77.1, zone: 'Asia/Almaty' },
        title: 'Bench',
        credit: 'Sitecast',
        rest: { weekdays: [], dates: [] },
        marks: [],
      });
      return timeLapse;
    };
    const timeLapse = await open('lapse');
    const make = async (period: string): Promise<{ wallS: number; cpuS: number; frames: number }> => {
      const before = process.resourceUsage();
      const startedAt = performance.now();
      timeLapse.ask(period);
      await timeLapse.work(new AbortController().signal);
      const wallS = (performance.now() - startedAt) / 1_000;
      const after = process.resourceUsage();
      const cpuS = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
      return { wallS, cpuS, frames: timeLapse.list().ready.find((film) => film.period === period)?.frames ?? 0 };
    };
    const children = (): Promise<number> => readChildrenCpuS();

    const beforeDay = await children();
    const day = new Date(lastDayMs).toISOString().slice(0, 10);
    const whole = await make(day);
    const encodedS = (await children()) - beforeDay + whole.cpuS;
    const beforeRead = await children();
    await run('ffmpeg', [
      ...['-v', 'error', '-framerate', '30', '-start_number', '1', '-i', join(folder, '%03d.jpg')],
      ...['-vf', 'scale=out_range=tv,format=yuv420p', '-threads', '1', '-f', 'null', '-'],
    ]);
    const readS = ((await children()) - beforeRead) / pictures;

    const job = await make('job');
    await rm(join(folder, 'lapse/made/job'), { recursive: true, force: true });
    const rejoin = async (period: string): Promise<number> => {
      const fresh = await open('lapse');
      const startedAt = performance.now();
      fresh.ask(period);
      await fresh.work(new AbortController().signal);
      return (performance.now() - startedAt) / 1_000;
    };
    const jobJoinS = await rejoin('job');
    const addDay = async (): Promise<number> => {
      const atMs = nowMs;
      for (let hour = 5; hour < 8; hour += 1) await keep(atMs + hour * 3_600_000, hour);
      nowMs += dayMs;
      return (await make('job')).wallS;
    };
    const addedLate = await addDay();
    // The same day beside seven others alone: what adding one costs at the beginning of a job.
    const early = createStillArchive(join(folder, 'early'));
    await early.start();
    const young = createTimeLapse({
      folder: join(folder, 'young'),
      ffmpeg: 'ffmpeg',
      stills: { ...early, describe: () => '', isShown: () => true },
      publicState: () => '',
      nowMs: () => nowMs,
    });
    await young.start();
    await young.configure(timeLapse.settings ?? raise());
    const addEarly = async (): Promise<number> => {
      for (let hour = 5; hour < 8; hour += 1)
        await early.keep(nowMs + hour * 3_600_000, drawn[hour] ?? Buffer.alloc(0));
      nowMs += dayMs;
      const startedAt = performance.now();
      young.ask('job');
      await young.work(new AbortController().signal);
      return (performance.now() - startedAt) / 1_000;
    };
    let addedEarly = 0;
    for (let count = 0; count < 8; count += 1) addedEarly = await addEarly();

    await rm(join(folder, 'lapse/made', day), { recursive: true, force: true });
    const joinS = await rejoin(day);

    const perHour = (encodedS / whole.frames) * 60;
    return [
      {
        name: 'an hour of sixty stills, encoded',
        value: perHour,
        unit: 'CPU s',
        asked: 'about 3',
        met: perHour <= 3.5,
        yardstick: `reading and scaling them alone: ${(readS * 60).toFixed(2)} CPU s (${(perHour / (readS * 60)).toFixed(1)} ×)`,
      },
      {
        name: `a day of ${whole.frames} frames joined from its pieces`,
        value: joinS,
        unit: 's',
        asked: '≤ 1.5',
        met: joinS <= 1.5,
      },
      {
        name: `${jobDays} days, ${job.frames} frames, joined from their pieces`,
        value: jobJoinS,
        unit: 's',
        asked: '≤ 60',
        yardstick: `encoding all of them once: ${job.wallS.toFixed(1)} s`,
        met: jobJoinS <= 60,
      },
      {
        name: `one more day on day ${jobDays}`,
        value: addedLate,
        unit: 's',
        asked: 'as on day 7',
        met: addedLate <= addedEarly * 2 + 0.5,
        yardstick: `on day 7: ${addedEarly.toFixed(2)} s`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** CPU seconds of all children that ended, by the kernel's own count of this process. */
async function readChildrenCpuS(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function raise(): never {
  throw new Error('the settings are gone');
}
