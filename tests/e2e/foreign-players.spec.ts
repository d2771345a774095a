import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clipViewSchema, controlPaths, mediaPaths } from '@sitecast/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findListFaults, findReloadFaults } from '../support/apple-rules.ts';
import { openBrowser } from '../support/browser.ts';
import { openForeignPlayer, type ForeignPlayer } from '../support/foreign-player.ts';
import { readTree } from '../support/process-tree.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
const camera = 'gate-1';
const livePath = mediaPaths.live(camera);
const partedPath = mediaPaths.lowLatency(camera);
let recorder: Recorder;
let browser: Browser;
/** Two of them, who watched while the source was interrupted. */
let live: ForeignPlayer;
let parted: ForeignPlayer;
/** A stretch with that interruption in it, on the disk. */
let stretch: { fromMs: number; toMs: number };
/** What was wrong with a list, each time it was asked for. */
const faults: string[] = [];
let reloads = 0;
let isReading = true;
let reading: Promise<unknown>;

const read = async (path: string): Promise<string> => {
  const answer = await fetch(recorder.origin + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
};
const toReplay = ({ fromMs, toMs }: typeof stretch): string =>
  mediaPaths.replay(camera, new Date(fromMs).toISOString(), new Date(toMs).toISOString());

/** Reads a list again and again as a player does, and judges each against the one before. */
async function judge(toPath: (last: string | null) => string): Promise<void> {
  let last: string | null = null;
  while (isReading) {
    const path = toPath(last);
    const text = await read(path);
    const found = [...findListFaults(text), ...(last === null ? [] : findReloadFaults(last, text))];
    faults.push(...found.map((fault) => `${path}: ${fault}`));
    reloads += 1;
    last = text;
    if (!path.includes('_HLS_msn')) await new Promise((again) => setTimeout(again, 200));
  }
}

/** The reload that is answered when the next segment is there. */
const toNext = (query: string) => (last: string | null) => {
  if (last === null) return partedPath;
  const first = Number(/MEDIA-SEQUENCE:(\d+)/.exec(last)?.[1]);
  const skipped = Number(/SKIPPED-SEGMENTS=(\d+)/.exec(last)?.[1] ?? 0);
  return `${partedPath}?_HLS_msn=${first + skipped + (last.match(/#EXTINF/g)?.length ?? 0)}${query}`;
};

beforeAll(async () => {
  [recorder, browser] = await Promise.all([startRecorder(), openBrowser()]);
  const folder = join(recorder.dataDir, 'recorder/import');
  await mkdir(folder, { recursive: true });
  await run(ffmpegPath, [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=30'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0'],
    ...['-pix_fmt', 'yuv420p', join(folder, 'clip.mp4')],
  ]);
  await recorder.addCamera(camera, { source: { kind: 'file', path: 'clip.mp4' }, published: true, retentionDays: 1 });
  await until('a list of three', async () => (await read(livePath)).split('.m4s').length > 3);
  const fromMs = Date.parse(/PROGRAM-DATE-TIME:(\S+)/.exec(await read(livePath))?.[1] ?? '');
  reading = Promise.all([judge(() => livePath), judge(toNext('')), judge(toNext('&_HLS_skip=YES'))]);
  [live, parted] = await Promise.all([
    openForeignPlayer(browser, recorder.origin + livePath),
    openForeignPlayer(browser, recorder.origin + partedPath),
  ]);
  for (const player of [live, parted]) await until('frames', async () => (await player.read()).frames > 25);

  const [ingest] = (await readTree(recorder.program.pid ?? 0)).filter(({ commandLine }) => /ffmpeg/.test(commandLine));
  if (!ingest) throw new Error('nothing reads the camera');
  process.kill(ingest.pid, 'SIGKILL');
  stretch = await until('a stretch with an interruption', async () => {
    const asked = { fromMs, toMs: Date.now() };
    const [, ...behind] = (await read(toReplay(asked))).split('#EXT-X-DISCONTINUITY\n');
    return (behind.at(-1)?.split('.m4s').length ?? 0) > 3 ? asked : null;
  });
});
afterAll(async () => {
  isReading = false;
  await reading;
  await browser?.close();
  await recorder?.close();
});

describe('a player that is none of ours', () => {
  const waitForMore = async (player: ForeignPlayer): Promise<void> => {
    const first = await player.read();
    await until('three seconds more', async () => {
      const now = await player.read();
      return now.currentTime > first.currentTime + 3 && now.frames > first.frames + 60;
    });
    expect(player.complaints).toEqual([]);
  };

  test('[MEDIA1] plays whole segments live, and over an interruption', async () => {
    await waitForMore(live);
    expect((await live.read()).isParted).toBe(false);
    await live.close();
  });

  test('[MEDIA8] plays parts live, and over an interruption', async () => {
    await waitForMore(parted);
    expect((await parted.read()).isParted).toBe(true);
    await parted.close();
  });

  test('[MEDIA5] plays a replay over an interruption to its end', async () => {
    const player = await openForeignPlayer(browser, recorder.origin + toReplay(stretch));
    await until('frames', async () => (await player.read()).frames > 0);
    await player.page.evaluate(() => (document.querySelector('video')!.playbackRate = 4));
    const { durationS, frames } = await until('the end', async () => {
      const now = await player.read();
      return now.isEnded ? now : null;
    });
    expect(frames).toBeGreaterThan(durationS * 20);
    expect(player.complaints).toEqual([]);
    await player.close();
  });
});

describe('ffmpeg and ffprobe', () => {
  /**
   * ffmpeg reads a list as one file (it knows EXT-X-DISCONTINUITY by name alone): where a run begins anew it says that there
   * is an init again and that time begins at 0. Both are so, and are what EXT-X-DISCONTINUITY announces.
   */
  const ofRuns = /^\[[^\]]+\] (?:Found duplicated MOOV Atom\. Skipped it|DTS 0 < \d+ out of order)$/;
  const complain = (stderr: string, knowsRuns: boolean): string[] =>
    stderr.split('\n').filter((line) => line !== '' && !(knowsRuns && ofRuns.test(line)));
  /** Decodes what there is, or so many seconds; answers the frames. Every warning is a fault. */
  const decode = async (input: string, seconds?: number, hasRuns = false): Promise<number> => {
    const limit = seconds === undefined ? [] : ['-t', String(seconds)];
    const { stdout, stderr } = await run(
      ffmpegPath,
      ['-v', 'warning', '-i', input, ...limit, '-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'framemd5', '-'],
      { maxBuffer: 16 * 1_048_576, timeout: 120_000 },
    );
    expect(complain(stderr, hasRuns)).toEqual([]);
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  };
  const probe = async (input: string): Promise<{ codec_name: string; width: number; nb_read_packets?: string }> => {
    const { stdout, stderr } = await run('ffprobe', [
      ...['-v', 'warning', '-select_streams', 'v', '-of', 'json'],
      ...['-show_entries', 'stream=codec_name,width,nb_read_packets'],
      ...(input.includes('replay') || input.endsWith('.mp4') ? ['-count_packets'] : []),
      input,
    ]);
    expect(complain(stderr, input.includes('replay'))).toEqual([]);
    return JSON.parse(stdout).streams[0];
  };

  test('[MEDIA1] [MEDIA8] read the live lists without a warning', async () => {
    await Promise.all(
      [livePath, partedPath].map(async (path) => {
        expect(await decode(recorder.origin + path, 3)).toBeGreaterThanOrEqual(75);
        expect(await probe(recorder.origin + path)).toMatchObject({ codec_name: 'h264', width: 640 });
      }),
    );
  });

  test('[MEDIA5] read a replay over an interruption, and a clip of it, frame by frame', async () => {
    const replay = recorder.origin + toReplay(stretch);
    const lengthS = [...(await read(toReplay(stretch))).matchAll(/#EXTINF:([\d.]+)/g)].reduce(
      (sum, [, s]) => sum + Number(s),
      0,
    );
    // Of one run it says nothing at all.
    const oneRun = toReplay({ ...stretch, toMs: stretch.fromMs + 4_000 });
    expect(await decode(recorder.origin + oneRun)).toBeGreaterThanOrEqual(100);
    const frames = await decode(replay, undefined, true);
    // And it drops up to a fragment of eight frames there, which the clip has.
    const whole = Math.round(lengthS * 25);
    expect(whole - frames).toBeGreaterThanOrEqual(0);
    expect(whole - frames).toBeLessThanOrEqual(8);
    await probe(replay);

    const token = (await readFile(join(recorder.dataDir, 'secrets/control.token'), 'utf8')).trim();
    const ask = async (path: string, body?: unknown) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const method = body === undefined ? 'GET' : 'POST';
      const answer = await fetch(recorder.origin + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return clipViewSchema.parse(await answer.json());
    };
    const [from, to] = [stretch.fromMs, stretch.toMs].map((ms) => new Date(ms).toISOString());
    const order = { camera, from, to, title: 'Gate', credit: 'Sitecast', isPublic: true };
    const { id } = await ask(controlPaths.clips, order);
    const clip = await until('the clip', async () => {
      const view = await ask(controlPaths.clip(id));
      return view.state === 'ready' ? view : null;
    });
    expect(await decode(recorder.origin + (clip.url ?? ''))).toBe(whole);
    expect(Number((await probe(recorder.origin + (clip.url ?? ''))).nb_read_packets)).toBe(whole);
  });
});

test('[MEDIA2] [MEDIA5] [MEDIA8] every list that was read meanwhile keeps the rules, and what the one before it said', () => {
  expect(reloads).toBeGreaterThan(30);
  expect(faults).toEqual([]);
});
