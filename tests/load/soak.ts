/**
 * Server and recorder through simulated faults in turn, for hours: memory, file handles and disk each minute, their slope at
 * the end. `pnpm bench soak --minutes 120`. Three small cameras, a viewer before each through the server, and a page
 * that asks the API: about a tenth of a core.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CameraHealth } from '@sitecast/contract';
import { findFfmpeg, startClipCamera } from '@sitecast/simulator';
import { createBadLine } from '../faults/bad-line.ts';
import { drawFaultClips } from '../faults/fault-clips.ts';
import { createViewer } from '../faults/viewer.ts';
import { readTree } from '../support/process-tree.ts';
import { startRecorder } from '../support/recorder.ts';
import { startServer, type ServerProgram } from '../support/server.ts';
import { until } from '../support/until.ts';
import { listSoakFaults, type SoakCamera } from './soak-faults.ts';
import { readSoak, toSlope, toThird, type SoakColumn, type SoakReading } from './soak-meter.ts';
import type { Figure } from './statistics.ts';

const ids = ['soak-1', 'soak-2', 'soak-3'];
/** The least budget there is, and a rate that fills it in little more than an hour: the oldest hour has to go, again and again. */
const footageMb = 100;
const kilobitsPerSecond = 190;
const minuteMs = 60_000;
const betweenMs = 8_000;
const lookEveryMs = 1_000;

const columns: [SoakColumn, string][] = [
  ['recorderMb', 'recorder MB'],
  ['recorderHandles', 'its handles'],
  ['processes', 'its ffmpeg'],
  ['serverMb', 'server MB'],
  ['serverHandles', 'its handles'],
  ['footageMb', 'footage MB'],
  ['otherMb', 'other MB'],
];

function readMinutes(words: readonly string[]): number {
  const at = words.indexOf('--minutes');
  const minutes = at < 0 ? 120 : Number(words[at + 1]);
  if (!(minutes >= 1)) throw new Error('--minutes wants a number from 1 on');
  return minutes;
}

const toLine = (values: readonly (string | number)[]): string =>
  values.map((value) => (typeof value === 'number' ? value.toFixed(1) : value).padStart(12)).join('');

/** The address ffmpeg reads a camera at, by process. */
async function listReaders(recorder: number): Promise<{ pid: number; relay: string }[]> {
  return (await readTree(recorder)).flatMap(({ pid, commandLine }) => {
    const [relay] = /rtsp:\/\/127\.0\.0\.1:\d+\/\S+/.exec(commandLine) ?? [];
    return relay === undefined ? [] : [{ pid, relay }];
  });
}

/** A page that stands open: the camera's state every second through the server, and what it says of it. */
async function keepLooking(server: ServerProgram, isOver: () => boolean): Promise<{ samples: number; lies: number }> {
  const viewers = ids.map((id) => ({ id, viewer: createViewer(id, () => server.origin) }));
  const told = { samples: 0, lies: 0 };
  while (!isOver()) {
    const answer = (await server.ask('GET', '/api/cameras').catch(() => null)) as {
      items: { id: string; health: CameraHealth }[];
    } | null;
    for (const { id, viewer } of viewers) {
      const { badge } = await viewer.look(answer?.items.find((item) => item.id === id)?.health ?? null);
      told.samples += 1;
      if (badge.word === 'live' && (badge.lagMs ?? Infinity) > 15_000) told.lies += 1;
    }
    await pause(lookEveryMs);
  }
  return told;
}

export async function measureSoak(words: readonly string[] = process.argv): Promise<Figure[]> {
  const minutes = readMinutes(words);
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === null) throw new Error('ffmpeg is missing');
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-soak-'));
  const clips = await drawFaultClips(ffmpeg, folder, kilobitsPerSecond);
  const recorder = await startRecorder({ env: { SITECAST_LOG_LEVEL: 'fatal' } });
  const server = await startServer(recorder);
  const cameras = new Map<string, SoakCamera>();
  const recorderPid = recorder.program.pid ?? 0;
  const closing: (() => Promise<unknown>)[] = [];
  try {
    for (const id of ids) {
      const line = createBadLine();
      const camera = await startClipCamera({
        ...{ ffmpeg, file: clips.moving, path: id, credentials: null },
        ...{ line: line.carry, stampMs: () => Date.now() },
      });
      closing.push(() => camera.close());
      const known = new Set((await listReaders(recorderPid)).map(({ relay }) => relay));
      await server.addCamera(id, { kind: 'rtsp', url: camera.url }, footageMb);
      const { relay } = await until(`the ffmpeg of ${id}`, async () =>
        (await listReaders(recorderPid)).find((one) => !known.has(one.relay)),
      );
      const find = async () => (await listReaders(recorderPid)).find((one) => one.relay === relay)?.pid ?? null;
      cameras.set(id, { camera, line, findFfmpeg: find });
      await until(`${id} is live`, async () => (await recorder.readCamera(id)).health.state === 'live');
    }
    let isOver = false;
    const looking = keepLooking(server, () => isOver);
    const faults = listSoakFaults(clips);
    let played = 0;
    const playing = (async () => {
      while (!isOver) {
        const on = cameras.get(ids[played % ids.length] ?? '');
        const fault = faults[played % faults.length];
        if (on && fault) await fault.play(on);
        played += 1;
        await pause(betweenMs);
      }
    })();

    const readings: SoakReading[] = [];
    console.log(toLine(['minute', ...columns.map(([, name]) => name), 'faults']));
    const startedAt = performance.now();
    for (let minute = 0; minute <= minutes; minute += 1) {
      await pause(Math.max(0, startedAt + minute * minuteMs - performance.now()));
      const processes = (await listReaders(recorderPid)).length;
      const of = { recorder: recorderPid, server: server.program.pid ?? 0, dataDir: recorder.dataDir, processes };
      const reading = readSoak(minute, of);
      readings.push(reading);
      console.log(toLine([String(minute), ...columns.map(([column]) => reading[column]), String(played)]));
    }
    isOver = true;
    await playing;
    for (const id of ids) {
      await until(`${id} is live at the end`, async () => (await recorder.readCamera(id)).health.state === 'live');
    }
    return toFigures(minutes, readings, played, await looking);
  } finally {
    for (const close of closing) await close();
    await server.close();
    await recorder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function toFigures(
  minutes: number,
  readings: readonly SoakReading[],
  played: number,
  told: { samples: number; lies: number },
): Figure[] {
  const grew = (column: SoakColumn, name: string, unit: string, mostShare: number, most: number): Figure => {
    const [before, after] = [toThird(readings, column, 1), toThird(readings, column, 2)];
    return {
      name: `${name}: last third of ${minutes} min against the middle one`,
      value: after - before,
      unit,
      asked: `≤ ${(before * mostShare + most).toFixed(0)} more`,
      met: after - before <= before * mostShare + most,
      yardstick: `${before.toFixed(1)} → ${after.toFixed(1)}, slope ${toSlope(readings, column).toFixed(2)} an hour`,
    };
  };
  const mostFootageMb = Math.max(...readings.map((one) => one.footageMb));
  // The budget is looked after each half minute.
  const boundMb = ids.length * footageMb * 1.1;
  return [
    grew('recorderMb', 'memory of the recorder', 'MB', 0.05, 5),
    grew('recorderHandles', 'file handles of the recorder', '', 0, 4),
    grew('processes', 'processes of the recorder', '', 0, 1),
    grew('serverMb', 'memory of the server', 'MB', 0.05, 5),
    grew('serverHandles', 'file handles of the server', '', 0, 4),
    grew('otherMb', 'disk beside the footage', 'MB', 0.1, 10),
    {
      name: `footage on disk at most, after ${played} faults`,
      value: mostFootageMb,
      unit: 'MB',
      asked: `≤ ${boundMb.toFixed(0)}`,
      met: mostFootageMb <= boundMb,
      yardstick: `${told.samples} looks of the page, ${told.lies} of a picture called live that is older than 15 s`,
    },
  ];
}
