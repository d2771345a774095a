import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveDay, CameraView } from '@sitecast/contract';
import { findFfmpeg, startClipCamera, type ClipCamera } from '@sitecast/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { measureResidentBytes } from '../load/processes.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { startServer, type ServerProgram } from '../support/server.ts';
import { until } from '../support/until.ts';
import { drawFaultClips } from './fault-clips.ts';
import { countStills, layHour, readRecorded } from './recorded-hour.ts';
import { toReplayPath } from './stage.ts';

const ffmpeg = findFfmpeg(process.env) ?? 'ffmpeg';
const key = 'key-of-the-camera-at-the-site';
const quiet = { SITECAST_LOG_LEVEL: 'fatal' };
/** What may come to a program's memory while it sends or takes the hour: what the collector has not looked at, and not the hour. */
const mostGrowthBytes = 200e6;

let folder: string;
let recorder: Recorder;
let site: Recorder | undefined;
let server: ServerProgram;
let camera: ClipCamera;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-away-'));
  // The larger picture uses what it may, so that an hour of any of its segments is more than the bound below.
  const clips = await drawFaultClips(ffmpeg, folder, 1_100);
  camera = await startClipCamera({ ffmpeg, file: clips.large, path: 'gate', credentials: null });
  recorder = await startRecorder({ env: quiet });
  server = await startServer(recorder);
});
afterAll(async () => {
  await server?.close();
  await site?.close();
  await recorder?.close();
  await camera?.close();
  await rm(folder, { recursive: true, force: true });
});

const isLive = async (): Promise<boolean> => {
  const { items } = (await server.ask('GET', '/api/cameras')) as { items: CameraView[] };
  const found = items.find(({ id }) => id === 'gate');
  return found?.health.state === 'live' && found.playlistUrl !== null;
};
/** What the server's archive says of a stretch, over the local days it touches. */
const readArchive = async (fromMs: number, toMs: number): Promise<{ keptMs: number; stills: number }> => {
  const toDay = (atMs: number) => new Date(atMs + 5 * 3_600_000).toISOString().slice(0, 10);
  let [keptMs, stills] = [0, 0];
  for (const day of new Set([fromMs, toMs].map(toDay))) {
    const said = (await server.ask('GET', `/api/cameras/box/archive/days/${day}`)) as ArchiveDay;
    for (const { from, to } of said.kept) {
      keptMs += Math.max(0, Math.min(toMs, Date.parse(to)) - Math.max(fromMs, Date.parse(from)));
    }
    stills += said.stillSeconds.length;
  }
  return { keptMs, stills };
};

it('[CTRL1] [EDGE4] an hour comes in while the server is away: it is taken in order, within bounds, and the server knows all of it when it is back', async () => {
  await server.addCamera('gate', { kind: 'rtsp', url: camera.url }, null);
  await server.addCamera('box', { kind: 'site', key }, null);
  await until('the camera is live on the server', isLive);
  await until('something is recorded', async () => (await readRecorded(recorder.dataDir, 'gate')).length > 2);

  const goneAtMs = Date.now();
  await server.kill();
  // A site whose line was down for the hour before: the whole of it is on its disk and owed.
  const siteDir = join(folder, 'site');
  await mkdir(join(siteDir, 'secrets'), { recursive: true, mode: 0o700 });
  await writeFile(join(siteDir, 'secrets/uplink-box.key'), `${key}\n`, { mode: 0o600 });
  const fromMs = Math.floor(goneAtMs / 1_000) * 1_000 - 4_000_000;
  const from = { dataDir: recorder.dataDir, camera: 'gate' };
  const hour = await layHour(from, { dataDir: siteDir, camera: 'box' }, fromMs);
  expect(hour.toMs - fromMs).toBeGreaterThanOrEqual(3_600_000);
  expect(hour.lengthBytes).toBeGreaterThan(1.2 * mostGrowthBytes);
  const programs = () => [recorder, site].map((one) => measureResidentBytes(one?.program.pid ?? 0));
  site = await startRecorder({
    dataDir: siteDir,
    env: { ...quiet, SITECAST_UPLINK_URL: recorder.origin, SITECAST_UPLINK_KBPS: '500000' },
  });
  const before = programs();
  // No camera is there: it has the hour, and nothing new.
  const silent = { kind: 'rtsp', url: 'rtsp://127.0.0.1:554/box' } as const;
  await site.addCamera('box', { source: silent, published: true, retentionDays: 1 });
  let mostBytes = before;
  const arrived = await until(
    'the whole hour is at the recorder',
    async () => {
      mostBytes = programs().map((bytes, index) => Math.max(bytes, mostBytes[index] ?? 0));
      const records = await readRecorded(recorder.dataDir, 'box');
      return records.length >= hour.segments && records;
    },
    240_000,
  );
  // In order, each once, and every still before it.
  const owed = (await readRecorded(siteDir, 'box')).map(({ startMs }) => startMs);
  expect(arrived.map(({ startMs }) => startMs)).toEqual(owed);
  expect(await countStills(recorder.dataDir, 'box')).toBe(hour.stills);
  const growth = mostBytes.map((bytes, index) => bytes - (before[index] ?? 0));
  expect(Math.max(...growth)).toBeLessThan(mostGrowthBytes);
  // What is remembered of it is one small file, whatever was owed.
  const remembered = await until('the debt is put by as paid', async () => {
    const text = await readFile(join(siteDir, 'recorder/uplink/box.json'), 'utf8').catch(() => '');
    return text.includes('"gaps":[]') && text;
  });
  expect(remembered.length).toBeLessThan(1_000);

  const returnsAtMs = Date.now();
  server = await startServer(recorder);
  await until('the camera is live on the server again', isLive);
  const backAtMs = Date.now();
  const { restarts, health } = await recorder.readCamera('gate');
  expect({ restarts, state: health.state }).toEqual({ restarts: 0, state: 'live' });
  const playlist = await until('the whole stretch is on the disk', async () => {
    const answer = await fetch(recorder.origin + toReplayPath('gate', goneAtMs, returnsAtMs));
    const text = answer.ok ? await answer.text() : '';
    const seconds = [...text.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, length]) => sum + Number(length), 0);
    return seconds * 1_000 >= returnsAtMs - goneAtMs && text;
  });
  expect(playlist).not.toContain('#EXT-X-DISCONTINUITY\n');
  const archive = await until('the archive of the server knows the hour', async () => {
    const said = await readArchive(fromMs, hour.toMs);
    return said.keptMs >= 3_600_000 && said;
  });
  expect(archive.stills).toBeGreaterThanOrEqual(hour.stills);
  process.stdout.write(
    [
      `server away while an hour came in (${hour.segments} segments of ${(hour.lengthBytes / 1e6).toFixed(0)} MB, ${hour.stills} stills) in ${Math.round((returnsAtMs - goneAtMs) / 1_000)} s:`,
      `memory of the recorders grew by ${growth.map((bytes) => (bytes / 1e6).toFixed(0)).join(' and ')} MB;`,
      `told live again ${((backAtMs - returnsAtMs) / 1_000).toFixed(1)} s after its start\n`,
    ].join(' '),
  );
});
