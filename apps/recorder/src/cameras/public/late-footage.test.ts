import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Polygon } from '@sitecast/contract';
import { createFragmentReader, type MediaSegment } from '@sitecast/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegPath } from '../../../tests/clip.ts';
import { probeFfmpeg, type FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { createLog } from '../../platform/log.ts';
import { createFootageReader } from '../../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../../storage/footage/footage-writer.ts';
import { createLateList } from '../../storage/footage/late-list.ts';
import { createWorkQueue } from '../archive/work-queue.ts';
import { createPackager, type PackagedSegment } from '../live/packager.ts';
import { createLateFootage, type LateVerdict } from './late-footage.ts';

const exec = promisify(execFile);
const startMs = Date.UTC(2026, 10, 23, 5, 59, 56);
const areas: Polygon[] = [
  [
    [0, 0],
    [0.5, 0],
    [0.5, 1],
    [0, 1],
  ],
];
let ffmpeg: FfmpegCapabilities;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'late-footage-'));
  ffmpeg = await probeFfmpeg(ffmpegPath);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * Twelve seconds of a moving picture whose middle of the left half is of a colour, cut to segments as a recorder cuts them.
 * Lossless, or the encoder would carry the colour out of the masked half before we are asked.
 */
async function film(color: string, keyframeEvery: number): Promise<PackagedSegment[]> {
  const picture = `testsrc2=size=160x90:rate=25:duration=12,drawbox=x=16:y=16:w=32:h=48:color=${color}:t=fill`;
  const { stdout } = await exec(
    ffmpegPath,
    [
      ...[
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        picture,
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-qp',
        '0',
        '-bf',
        '0',
      ],
      ...['-g', String(keyframeEvery), '-keyint_min', String(keyframeEvery), '-sc_threshold', '0', '-f', 'mp4'],
      ...['-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-'],
    ],
    { encoding: 'buffer', maxBuffer: 64 * 1_048_576 },
  );
  const cut: PackagedSegment[] = [];
  const packager = createPackager((packaged) => void cut.push(packaged));
  let atMs = startMs;
  for (const event of createFragmentReader({ maxBoxBytes: 1 << 24 }).push(stdout)) {
    if (event.type === 'init') packager.init(event.init);
    if (event.type === 'fragment') packager.fragment(event.fragment, (atMs += 40));
  }
  packager.breakRun();
  return cut.map(({ segment, initId }) => ({ segment: { ...segment, run: 'a'.repeat(16) }, initId }));
}

/** What lies sealed on a disk, and what masks it. */
async function openCamera(name: string, footage: readonly PackagedSegment[]) {
  const place = (kind: string) => join(folder, name, kind);
  const sealed = createFootageWriter(place('sealed'));
  for (const { segment, initId } of footage) await sealed.append(segment, initId);
  await sealed.close();
  const written = createFootageWriter(place('masked'));
  const masked = createFootageReader(place('masked'));
  const state: { verdict: LateVerdict; records: number } = { verdict: areas, records: 0 };
  const open = async () => {
    const late = createLateFootage({
      ffmpeg,
      list: createLateList(place('late.log')),
      sealed: createFootageReader(place('sealed')),
      masked,
      judge: () => state.verdict,
      async record(segment: MediaSegment, initId: string) {
        await written.append(segment, initId);
        state.records += 1;
        return true;
      },
      queue: createWorkQueue(),
      log: createLog('silent'),
    });
    await late.open();
    return late;
  };
  const addAll = async (late: Awaited<ReturnType<typeof open>>) => {
    for (const { segment } of footage) await late.add(segment);
  };
  const listMasked = () => masked.listRange(startMs - 60_000, startMs + 60_000);
  /** Every pixel of what was masked, frame by frame, as a player that knows nothing of us decodes it. */
  const decodeMasked = async (): Promise<{ digest: string; frames: number; complaints: string; dates: string[] }> => {
    const records = await listMasked();
    const init = await masked.readInit(records[0]?.initId ?? '');
    const parts = await Promise.all(records.map((one) => masked.readSegment(one.run, one.startMs)));
    const whole = Buffer.concat([init ?? Buffer.alloc(0), ...parts.map((part) => part ?? Buffer.alloc(0))]);
    const child = exec(ffmpegPath, ['-v', 'warning', '-f', 'mp4', '-i', 'pipe:0', '-f', 'framemd5', '-'], {
      maxBuffer: 1 << 24,
    });
    child.child.stdin?.end(whole);
    const { stdout, stderr } = await child;
    const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const dates = lines.map((line) => line.split(',')[2]?.trim() ?? '');
    return {
      digest: createHash('sha256').update(whole).digest('hex'),
      frames: lines.length,
      complaints: stderr,
      dates,
    };
  };
  return { state, open, addAll, listMasked, decodeMasked };
}

describe('[PRIV2] footage that came late', () => {
  it('is masked segment by segment at its own place, without one bit of what is under the mask', async () => {
    const [red, white] = [await film('red', 50), await film('white', 50)];
    const [one, other] = [await openCamera('red', red), await openCamera('white', white)];
    for (const camera of [one, other]) {
      const late = await camera.open();
      await camera.addAll(late);
      expect(late.listWaiting()).toHaveLength(red.length);
      await late.work();
      expect(late.listWaiting()).toEqual([]);
      await late.close();
    }
    const records = await one.listMasked();
    const place = (all: readonly { startMs: number; durationMs: number }[]) =>
      all.map((at) => [at.startMs, at.durationMs]);
    expect(place(records)).toEqual(place(red.map(({ segment }) => segment)));
    expect(new Set(records.map(({ run, initId }) => `${run} ${initId}`)).size).toBe(1);
    expect(records[0]?.run).not.toBe('a'.repeat(16));
    expect(records.every(({ independent }) => independent)).toBe(true);
    const [shown, same] = [await one.decodeMasked(), await other.decodeMasked()];
    expect(shown.frames).toBe(300);
    expect(shown.complaints).toBe('');
    // The time line goes through: each frame a twenty-fifth of a second after the one before it.
    const ticks = shown.dates.map(Number);
    expect(new Set(ticks.slice(1).map((at, index) => at - (ticks[index] ?? 0))).size).toBe(1);
    expect(same.digest).toBe(shown.digest);
    // The comparison sees what is there: another picture beside the mask gives other bits.
    expect(red.map(({ segment }) => segment.lengthBytes)).not.toEqual(white.map(({ segment }) => segment.lengthBytes));
  });

  it('is decoded from the key frame before it where a segment has none of its own', async () => {
    // Ten seconds from one key frame to the next: segments are cut without.
    const footage = await film('red', 250);
    expect(footage.some(({ segment }) => !segment.independent)).toBe(true);
    const camera = await openCamera('far', footage);
    const late = await camera.open();
    await camera.addAll(late);
    await late.work();
    expect(await camera.listMasked()).toHaveLength(footage.length);
    expect((await camera.decodeMasked()).frames).toBe(300);
    await late.close();
  });

  it('waits while the camera may have moved, also over a restart, is masked once, and stays sealed where it is hidden', async () => {
    const camera = await openCamera('waits', await film('red', 50));
    camera.state.verdict = 'wait';
    const first = await camera.open();
    await camera.addAll(first);
    await first.work();
    expect(camera.state.records).toBe(0);
    await first.close();
    camera.state.verdict = areas;
    const second = await camera.open();
    await second.work();
    const { records } = camera.state;
    expect(records).toBe((await camera.listMasked()).length);
    // It is sent again: it is there.
    await camera.addAll(second);
    await second.work();
    expect(camera.state.records).toBe(records);
    await second.close();

    const hidden = await openCamera('hidden', await film('red', 50));
    hidden.state.verdict = 'never';
    const late = await hidden.open();
    await hidden.addAll(late);
    await late.work();
    expect([late.listWaiting(), await hidden.listMasked()]).toEqual([[], []]);
    await late.close();
  });

  it('is not shown where the mask changes, or the view, while it is drawn', async () => {
    const camera = await openCamera('changes', await film('red', 50));
    const late = await camera.open();
    await camera.addAll(late);
    const work = late.work();
    camera.state.verdict = 'wait';
    await work;
    expect(await camera.listMasked()).toEqual([]);
    expect(late.listWaiting().length).toBeGreaterThan(0);
    await late.close();
  });
});
