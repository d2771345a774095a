/**
 * What 12 copied 1080p25 cameras cost one recorder, stills and health included, beside 12 bare ffmpeg processes that
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
import { measurePssBytes, measureTree, spawnPinned } from './processes.ts';
import { type Figure, median } from './statistics.ts';

const core = 0;
const settleMs = 8_000;

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

async function measureRecorder(cameras: readonly Camera[], spanMs: number): Promise<{ share: number; bytes: number }> {
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
    await pause(settleMs);
    const share = await measureShare([recorder.program.pid!], spanMs);
    return { share, bytes: measurePssBytes(recorder.program.pid!) };
  } finally {
    await recorder.close();
  }
}

async function measureBare(
  ffmpeg: string,
  cameras: readonly Camera[],
  spanMs: number,
): Promise<{ share: number; bytes: number }> {
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

export async function measureIngest(count = 12, rounds = 2, spanMs = 30_000): Promise<Figure[]> {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === null) throw new Error('ffmpeg is missing');
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-ingest-'));
  await makeClip(dir, 'clip.mp4');
  // The cameras stay off the core that is measured.
  execFileSync('taskset', ['-acp', '1-63', String(process.pid)]);
  const cameras: Camera[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      cameras.push(
        await startClipCamera({ ffmpeg, file: join(dir, 'clip.mp4'), path: `load-${index}`, credentials: null }),
      );
    }
    const ours: { share: number; bytes: number }[] = [];
    const bare: { share: number; bytes: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await measureRecorder(cameras, spanMs));
      bare.push(await measureBare(ffmpeg, cameras, spanMs));
    }
    const share = median(ours.map((one) => one.share));
    const ratio = median(ours.map((one, round) => one.share / bare[round]!.share));
    const perCamera = median(ours.map((one) => one.bytes)) / count / 1e6;
    const barePerCamera = median(bare.map((one) => one.bytes)) / count / 1e6;
    return [
      {
        name: `recorder with ${count} copied 1080p25 cameras, share of one core`,
        value: share,
        unit: 'cores',
        asked: '≤ 1',
        met: share <= 1,
        yardstick: `bare ffmpeg ${median(bare.map((one) => one.share)).toFixed(3)} cores`,
      },
      {
        name: 'its CPU against the bare ffmpeg processes',
        value: ratio,
        unit: '×',
        asked: '≤ 1.25',
        met: ratio <= 1.25,
        yardstick: `rounds ${ours.map((one, round) => (one.share / bare[round]!.share).toFixed(2)).join(', ')}`,
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
  } finally {
    await Promise.all(cameras.map((camera) => camera.close()));
    await rm(dir, { recursive: true, force: true });
  }
}
