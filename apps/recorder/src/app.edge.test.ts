import { join } from 'node:path';
import { mediaPaths } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, drawClip } from '../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';

const path = mediaPaths.lowLatency('gate-1');
const readNumber = (text: string, tag: string) => Number(new RegExp(`${tag}:(\\d+)`).exec(text)?.[1]);
const readHint = (text: string) => /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(text)?.[1] ?? '';

describe('the low-latency edge of a camera', () => {
  let folder: string;
  let recorder: RecorderProcess;
  const readList = async (query = '') => {
    const answer = await recorder.get(path + query);
    expect(answer.status).toBe(200);
    return answer.text();
  };
  /** The number of the segment that is coming in, and the place of its next part. */
  const readNext = async () => {
    const text = await readList();
    const segment = readNumber(text, 'MEDIA-SEQUENCE') + (text.match(/#EXTINF/g)?.length ?? 0);
    return { segment, part: Number(/\.(\d+)\.m4s$/.exec(readHint(text))?.[1]) };
  };

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    recorder = await startRecorder(folder);
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 3);
  });
  afterAll(async () => {
    expect(await recorder.stop()).toBe(0);
    await removeDataFolder(folder);
  });

  it('[MEDIA8] answers a reload that waits when the part is there', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { segment, part } = await readNext();
      const text = await readList(`?_HLS_msn=${segment}&_HLS_part=${part}`);
      const listed = readNumber(text, 'MEDIA-SEQUENCE') + (text.match(/#EXTINF/g)?.length ?? 0);
      const behind = readHint(text);
      // In the open segment behind the part that was asked for, or the segment ended before it.
      if (listed === segment) expect(Number(/\.(\d+)\.m4s$/.exec(behind)?.[1])).toBeGreaterThan(part);
      else expect(listed).toBeGreaterThan(segment);
    }
  });

  it('[MEDIA8] holds a hinted part until it is there, and its bytes are those of its segment', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [, address = '', place = ''] = /^(.*)\.(\d+)\.m4s$/.exec(readHint(await readList())) ?? [];
      const hinted = await recorder.get(`/media/gate-1/${address}.${place}.m4s`);
      // The last hint of a segment may be one too many.
      if (hinted.status === 404) continue;
      expect(hinted.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const bytes = Buffer.from(await hinted.arrayBuffer());
      const next = await readNext();
      await readList(`?_HLS_msn=${next.segment}`);
      const whole = Buffer.from(await (await recorder.get(`/media/gate-1/${address}.m4s`)).arrayBuffer());
      expect(whole.includes(bytes)).toBe(true);
      return;
    }
    throw new Error('no hint was kept');
  });

  it('[ERR5] refuses what cannot be meant, by name', async () => {
    const { segment } = await readNext();
    for (const [query, field] of [
      [`_HLS_msn=${segment + 1_000}`, '_HLS_msn'],
      [`_HLS_msn=${'9'.repeat(30)}`, '_HLS_msn'],
      ['_HLS_msn=-1', '_HLS_msn'],
      [`_HLS_msn=${segment}&_HLS_part=1000`, '_HLS_part'],
      ['_HLS_part=1', '_HLS_part'],
      ['_HLS_skip=maybe', '_HLS_skip'],
      ['x=1', 'x'],
    ]) {
      const answer = await recorder.get(`${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'request.invalid', field });
    }
  });

  it('[MEDIA8] plays in a foreign player without a complaint', async () => {
    const { frames, complaints } = await decode(recorder.url + path, 4);
    expect(frames).toBeGreaterThanOrEqual(100);
    expect(complaints).toBe('');
  });

  it('[ENV5] lets everyone go who waits when it ends', async () => {
    const { segment } = await readNext();
    const held = recorder.get(`${path}?_HLS_msn=${segment + 1}`).then(
      (answer) => answer.status,
      () => 0,
    );
    expect(await recorder.stop()).toBe(0);
    expect([200, 0, 503, 404]).toContain(await held);
  });
});
