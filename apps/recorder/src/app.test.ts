import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mediaPaths } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, drawClip, ffmpegPath } from '../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';

const run = promisify(execFile);

describe('a camera, from its source to what a player reads', () => {
  let folder: string;
  let recorder: RecorderProcess;

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    recorder = await startRecorder(folder);
    await recorder.putCamera('gate-1', {});
    await recorder.putCamera('secret-1', { published: false });
    await waitForLive(recorder, 'gate-1', 3);
  });
  afterAll(async () => {
    expect(await recorder.stop()).toBe(0);
    await removeDataFolder(folder);
  });

  it('[MEDIA1] plays live in a foreign player without a complaint', async () => {
    const text = await waitForLive(recorder, 'gate-1');
    expect(text).toMatch(/#EXT-X-PROGRAM-DATE-TIME:\d{4}-/);
    expect(text).not.toContain('#EXT-X-ENDLIST');
    const { frames, complaints } = await decode(recorder.url + mediaPaths.live('gate-1'), 4);
    expect(frames).toBeGreaterThanOrEqual(100);
    expect(complaints).toBe('');
  });

  it('[MEDIA1] dates the picture by the clock, to less than half a second', async () => {
    const text = await waitForLive(recorder, 'gate-1');
    const startMs = Date.parse(/PROGRAM-DATE-TIME:(\S+)/.exec(text)?.[1] ?? '');
    const lengthMs = [...text.matchAll(/#EXTINF:([\d.]+)/g)].reduce((sum, [, s]) => sum + Number(s) * 1_000, 0);
    const behindMs = Date.now() - startMs - lengthMs;
    // What is not listed yet is the open segment: two seconds at most, and the time to ask.
    expect(behindMs).toBeGreaterThan(-500);
    expect(behindMs).toBeLessThan(3_000);
  });

  it('plays any stretch of the past as a finished playlist', async () => {
    const { recordedFrom } = await until('footage on disk', async () => {
      const view = await recorder.view('gate-1');
      return view.recordedFrom !== null && Date.now() - Date.parse(view.recordedFrom) > 7_000 ? view : null;
    });
    const fromMs = Date.parse(recordedFrom ?? '');
    const path = mediaPaths.replay(
      'gate-1',
      new Date(fromMs + 1_000).toISOString(),
      new Date(fromMs + 5_000).toISOString(),
    );
    const text = await (await recorder.get(path)).text();
    expect(text).toContain('#EXT-X-ENDLIST');
    const { frames, complaints } = await decode(recorder.url + path, 60);
    expect(frames).toBeGreaterThanOrEqual(100);
    expect(frames).toBeLessThanOrEqual(175);
    expect(complaints).toBe('');
  });

  it('takes the picture alone of a source with sound: none is packed, kept or sent', async () => {
    const [silent, loud] = ['clip.mp4', 'loud.mp4'].map((name) => join(folder, 'recorder/import', name));
    const sound = ['-f', 'lavfi', '-i', 'sine=r=44100:d=20', '-c:v', 'copy', '-c:a', 'aac', loud ?? ''];
    await run(ffmpegPath, ['-v', 'error', '-i', silent ?? '', ...sound]);
    const listStreams = async (path: string) =>
      (await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0', path])).stdout
        .trim()
        .split('\n');
    expect(await listStreams(loud ?? '')).toEqual(['video', 'audio']);
    await recorder.putCamera('loud-1', { source: { kind: 'file', path: 'loud.mp4' } });
    const list = await waitForLive(recorder, 'loud-1');
    const names = [/URI="([^"]+init\.mp4)"/.exec(list)?.[1], /^\S+\.m4s$/m.exec(list)?.[0]];
    const parts = await Promise.all(
      names.map(async (name) => Buffer.from(await (await recorder.get(`/media/loud-1/${name}`)).arrayBuffer())),
    );
    await writeFile(join(folder, 'sent.mp4'), Buffer.concat(parts));
    expect(await listStreams(join(folder, 'sent.mp4'))).toEqual(['video']);
  });

  it('[MEDIA3] says how long each answer may be kept, and lets every page read it', async () => {
    const live = await recorder.get(mediaPaths.live('gate-1'));
    expect(live.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=2');
    expect(live.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    // The newest: what the disk alone has is kept as long as the public's hour.
    const address = (await live.text()).match(/^\S+\.m4s$/gm)?.at(-1) ?? '';
    const segment = await recorder.get(`/media/gate-1/${address}`);
    expect(segment.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(segment.headers.get('content-encoding')).toBeNull();
    const missing = await recorder.get(`/media/gate-1/${'0'.repeat(16)}/${Date.now()}.m4s`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('cache-control')).toBe('no-store');
    for (const { headers } of [live, segment, missing]) expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it('answers a range of a segment and refuses one behind its end', async () => {
    const address = /^\S+\.m4s$/m.exec(await waitForLive(recorder, 'gate-1'))?.[0] ?? '';
    const whole = Buffer.from(await (await recorder.get(`/media/gate-1/${address}`)).arrayBuffer());
    const part = await recorder.get(`/media/gate-1/${address}`, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${whole.byteLength}`);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(10, 20))).toBe(true);
    const behind = await recorder.get(`/media/gate-1/${address}`, { range: `bytes=${whole.byteLength}-` });
    expect(behind.status).toBe(416);
  });

  it('[MEDIA4] hides what is not published, but for the holder of the token', async () => {
    await until(
      'live of the private camera',
      async () => (await recorder.get(mediaPaths.live('secret-1'), { asControl: true })).ok,
    );
    const [hidden, unknown] = await Promise.all(
      ['secret-1', 'no-such-camera'].map((id) => recorder.get(mediaPaths.live(id))),
    );
    expect(hidden?.status).toBe(404);
    expect(await hidden?.text()).toBe(await unknown?.text());
    const shown = await recorder.get(mediaPaths.live('secret-1'), { asControl: true });
    expect(shown.headers.get('cache-control')).toBe('private, no-store');
    const playlist = await shown.text();
    const address = /^\S+\.m4s$/m.exec(playlist)?.[0] ?? '';
    expect((await recorder.get(`/media/secret-1/${address}`)).status).toBe(404);
    expect((await recorder.get(`/media/secret-1/${address}`, { asControl: true })).status).toBe(200);
  });

  it('[ERR5] refuses what it does not know in a query, by name', async () => {
    for (const [path, field] of [
      [`${mediaPaths.live('gate-1')}?x=1`, 'x'],
      ['/media/gate-1/replay.m3u8?from=yesterday&to=now', 'from'],
      ['/media/gate-1/replay.m3u8?from=2026-11-23T05:00:00.000Z&to=2026-11-23T04:00:00.000Z', 'to'],
      ['/media/gate-1/stills.json?day=1', 'day'],
    ] as const) {
      const response = await recorder.get(path);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'request.invalid', field });
    }
  });

  it('[LIVE1] says live only after frames came, with its figures', async () => {
    const view = await until('live', async () => {
      const one = await recorder.view('gate-1');
      return one.health.state === 'live' ? one : null;
    });
    expect(view.framesPerSecond).toBe(25);
    expect(view.bitsPerSecond).toBeGreaterThan(10_000);
    expect(view.fault).toBeNull();
  });

  it('tells its health, readiness and measures', async () => {
    expect((await recorder.get('/livez')).status).toBe(200);
    expect(await (await recorder.get('/readyz')).json()).toEqual({ status: 'ok', troubles: [] });
    expect(await (await recorder.get('/metrics')).text()).toMatch(/sitecast_camera_live\{camera="gate-1"\} 1/);
  });
});
