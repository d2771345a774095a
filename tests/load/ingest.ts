/**
 * What 12 and 20 copied 1080p25 cameras cost one recorder, stills and health included, beside as many bare ffmpeg processes that
 * pull the same cameras and do the same (copy to segments on the disk with a playlist, a grey thumbnail of each key
 * frame, a still a minute). Recorder and ffmpeg are pinned to one core; the cameras run on the others.
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFfmpeg, startClipCamera, type Camera } from '@sitecast/simulator';
import { startRecorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { makeClip } from './clip.ts';
import { measurePssBytes, measureResidentBytes, measureTree, spawnPinned } from './processes.ts';
import { type Figure, median } from './statistics.ts';

const core = 0;
const settleMs = 8_000;
/** Longer than the recorder keeps footage in memory: from then on it no longer grows. */
const fullMs = 65_000;

function startBare(ffmpeg: string, url: string, folder: string): ChildProcess {
  const process_ = spawnPinned(core, ffmpeg, [
    ...['-nostdin', '-loglevel', 'error', '-y', '-fflags', 'nobuffer', '-threads', '1', '-filter_threads', '1'],
    ...['-skip_frame', 'nokey', '-rtsp_transport', 'tcp', '-i', url],
    ...['-map', '0:v:0', '-c', 'copy', '-f', 'hls', '-hls_time', '2', '-hls_list_size', '15'],
    ...['-hls_segment_type', 'fmp4', '-hls_flags', 'program_date_time+temp_file', join(folder, 'live.m3u8')],
    ...[
      '-map',
      '0:v:0',
      '-vf',
      'scale=160:90:flags=area,format=gray',
      '-vsync',
      'passthrough',
      '-f',
      'rawvideo',
      '/dev/null',
    ],
    ...['-map', '0:v:0', '-vf', `select='isnan(prev_selected_t)+gte(t-prev_selected_t,60)',format=yuvj420p`],
    ...['-vsync', 'passthrough', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2', join(folder, '%d.jpg')],
  ]);
  return process_;
}

/** CPU seconds per second over a span, as a share of one core. */
async function measureShare(pids: readonly number[], spanMs: number): Promise<number> {
  const read = () => pids.reduce((sum, pid) => sum + measureTree(pid).cpuS, 0);
  const [before, startedAt] = [read(), performance.now()];
  await pause(spanMs);
  return (read() - before) / ((performance.now() - startedAt) / 1_000);
}

interface Cost {
  share: number;
  /** Everything, shared pages once. */
  bytes: number;
}

async function measureRecorder(
  cameras: readonly Camera[],
  spanMs: number,
  waitMs = settleMs,
): Promise<Cost & { ownBytes: number }> {
  const recorder = await startRecorder({ core });
  try {
    for (const [index, camera] of cameras.entries()) {
      await recorder.addCamera(`load-${index}`, {
        source: { kind: 'rtsp', url: camera.url },
        published: true,
        retentionDays: 1,
      });
    }
    for (const index of cameras.keys()) {
      await until(
        `camera ${index} live`,
        async () => (await recorder.readCamera(`load-${index}`)).health.state === 'live',
        60_000,
      );
    }
    await pause(waitMs);
    const pid = recorder.program.pid!;
    const share = await measureShare([pid], spanMs);
    return { share, bytes: measurePssBytes(pid), ownBytes: measureResidentBytes(pid) };
  } finally {
    await recorder.close();
  }
}

async function measureBare(ffmpeg: string, cameras: readonly Camera[], spanMs: number): Promise<Cost> {
  const folders = await Promise.all(cameras.map(() => mkdtemp(join(tmpdir(), 'sitecast-bare-'))));
  const processes = cameras.map((camera, index) => startBare(ffmpeg, camera.url, folders[index]!));
  try {
    await pause(settleMs);
    const share = await measureShare(
      processes.map((one) => one.pid!),
      spanMs,
    );
    return { share, bytes: processes.reduce((sum, one) => sum + measurePssBytes(one.pid!), 0) };
  } finally {
    await Promise.all(
      processes.map(async (one) => {
        const ended = once(one, 'exit');
        one.kill('SIGKILL');
        await ended;
      }),
    );
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** Cameras that play in a loop, on other cores than the one that is measured. */
async function withCameras<T>(
  count: number,
  use: (ffmpeg: string, cameras: readonly Camera[]) => Promise<T>,
): Promise<T> {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === null) throw new Error('ffmpeg is missing');
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-ingest-'));
  await makeClip(dir, 'clip.mp4');
  execFileSync('taskset', ['-acp', '1-63', String(process.pid)]);
  const cameras: Camera[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const camera = { ffmpeg, file: join(dir, 'clip.mp4'), path: `load-${index}`, credentials: null };
      cameras.push(await startClipCamera(camera));
    }
    return await use(ffmpeg, cameras);
  } finally {
    await Promise.all(cameras.map((camera) => camera.close()));
    await rm(dir, { recursive: true, force: true });
  }
}

export function measureIngest(most = 20, rounds = 3, spanMs = 20_000): Promise<Figure[]> {
  return withCameras(most, async (ffmpeg, cameras) => [
    ...(await measureTwelve(ffmpeg, cameras.slice(0, 12), rounds, spanMs)),
    ...(await measureMost(ffmpeg, cameras, spanMs)),
  ]);
}

async function measureTwelve(
  ffmpeg: string,
  cameras: readonly Camera[],
  rounds: number,
  spanMs: number,
): Promise<Figure[]> {
  const ours: Cost[] = [];
  const bare: Cost[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await measureRecorder(cameras, spanMs));
    bare.push(await measureBare(ffmpeg, cameras, spanMs));
  }
  const share = median(ours.map((one) => one.share));
  const ratios = ours.map((one, round) => one.share / bare[round]!.share);
  const perCamera = median(ours.map((one) => one.bytes)) / cameras.length / 1e6;
  const barePerCamera = median(bare.map((one) => one.bytes)) / cameras.length / 1e6;
  return [
    {
      name: `recorder with ${cameras.length} copied 1080p25 cameras, share of one core`,
      value: share,
      unit: 'cores',
      asked: '≤ 1',
      met: share <= 1,
      yardstick: `bare ffmpeg ${median(bare.map((one) => one.share)).toFixed(3)} cores`,
    },
    {
      name: 'its CPU against the bare ffmpeg processes',
      value: median(ratios),
      unit: '×',
      asked: '≤ 1.1',
      met: median(ratios) <= 1.1,
      yardstick: `rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
    },
    {
      name: 'memory per camera, everything (PSS)',
      value: perCamera,
      unit: 'MB',
      asked: '≤ 100',
      met: perCamera <= 100,
      yardstick: `bare ffmpeg ${barePerCamera.toFixed(0)} MB`,
    },
  ];
}

async function measureMost(ffmpeg: string, cameras: readonly Camera[], spanMs: number): Promise<Figure[]> {
  const ours = await measureRecorder(cameras, spanMs, fullMs);
  const bare = await measureBare(ffmpeg, cameras, spanMs);
  const perCore = cameras.length / ours.share;
  const besideBytes = ours.ownBytes / cameras.length;
  return [
    {
      name: `cameras per core, measured with ${cameras.length}`,
      value: perCore,
      unit: 'cameras',
      asked: '≥ 20',
      met: perCore >= 20,
      yardstick: `bare ffmpeg ${(cameras.length / bare.share).toFixed(0)}; ${(ours.share / bare.share).toFixed(2)} × its CPU`,
    },
    {
      name: 'memory per camera beside ffmpeg (resident set of the recorder)',
      value: besideBytes / 1e6,
      unit: 'MB',
      asked: '≤ 25',
      met: besideBytes <= 25e6,
      yardstick: `${(ours.ownBytes / 1e6).toFixed(0)} MB for ${cameras.length} after a minute, Node's own file included`,
    },
  ];
}
