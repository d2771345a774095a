import { afterAll, beforeAll, expect, it } from 'vitest';
import { mediaPaths, type CameraHealth } from '@sitecast/contract';
import { toBadge } from '../../apps/dashboard/src/lib/player/badge.ts';
import { startGstreamerRtsp, type GstreamerRtsp } from '../support/gstreamer-rtsp.ts';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { toFaultTable, type FaultRow } from './fault-table.ts';
import { readPlaylist } from './playlist-reader.ts';
import { toHash } from './viewer.ts';

/** Older than this and nothing may be called live. */
const mostAgeMs = 15_000;
/** What the camera and the line take from light to byte; our own program adds what is measured. */
const lineMs = 1_500;

let recorder: Recorder;
let camera: GstreamerRtsp;

interface Seen {
  hash: string;
  atMs: number;
  durationMs: number;
  codec: string;
}
/** Every segment that was ever listed, by its address, with when it was first seen. */
const seen = new Map<string, Seen>();
const lies: string[] = [];
const torn: string[] = [];
let samples = 0;

beforeAll(async () => {
  camera = await startGstreamerRtsp({ codec: 'h264' });
  recorder = await startRecorder({ env: { SITECAST_LOG_LEVEL: 'fatal' } });
  await recorder.addCamera('gate', { source: { kind: 'rtsp', url: camera.url }, published: true, retentionDays: 7 });
});
afterAll(async () => {
  await recorder?.close();
  await camera?.stop();
});

const get = (path: string): Promise<Response> =>
  fetch(`${recorder.origin}${path}`, { signal: AbortSignal.timeout(4_000) });

/** Which codec the init of a segment names: the last EXT-X-MAP before it. */
async function readCodecs(playlist: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let codec = '';
  for (const line of playlist.split('\n')) {
    const map = /^#EXT-X-MAP:URI="([^"]+)"/.exec(line)?.[1];
    if (map !== undefined) {
      const init = Buffer.from(await (await get(`/media/gate/${map}`)).arrayBuffer()).toString('latin1');
      codec = init.includes('hvc1') ? 'h265' : init.includes('avc1') ? 'h264' : 'unknown';
    } else if (line.endsWith('.m4s')) found.set(line, codec);
  }
  return found;
}

/**
 * Looks once as a page does that stands at the newest segment. A live source has no picture older than its segment: the
 * true age is taken from when the segment was first seen, on our own clock.
 */
async function look(): Promise<{ codec: string; word: string }> {
  const answer = await get(mediaPaths.live('gate')).catch(() => null);
  const text = answer?.ok ? await answer.text() : '';
  const listed = readPlaylist(text === '' ? '#EXTM3U\n' : text);
  if ('fault' in listed) {
    torn.push(listed.fault);
    return { codec: '', word: 'torn' };
  }
  const codecs = await readCodecs(text);
  for (const { address, durationMs } of listed.segments) {
    if (seen.has(address)) continue;
    const bytes = Buffer.from(await (await get(`/media/gate/${address}`)).arrayBuffer());
    seen.set(address, { hash: toHash(bytes), atMs: Date.now(), durationMs, codec: codecs.get(address) ?? '' });
  }
  const health: CameraHealth = (await recorder.readCamera('gate')).health;
  const newest = listed.segments.at(-1);
  const known = newest && seen.get(newest.address);
  if (!newest || !known) return { codec: '', word: 'connecting' };
  const nowMs = Date.now();
  const badge = toBadge({
    mode: 'live',
    health,
    programTimeMs: newest.startMs + newest.durationMs,
    serverNowMs: nowMs,
    frameAgeMs: 0,
    playlistAgeMs: nowMs - known.atMs,
    delayS: 0,
    paused: false,
    seeking: false,
  });
  samples += 1;
  const ageMs = nowMs - known.atMs + lineMs;
  if (badge.word === 'live' && ageMs > mostAgeMs) lies.push(`${ageMs} ms called live`);
  return { codec: known.codec, word: badge.word };
}

it('[LIVE1] [MEDIA5] a camera that changes from H.264 to H.265 and back is live again by itself, and loses no segment', async () => {
  await until('live in H.264', async () => {
    const { codec, word } = await look();
    return codec === 'h264' && word === 'live';
  });
  const rows: FaultRow[] = [];
  for (const codec of ['h265', 'h264'] as const) {
    const before = new Map(seen);
    const changedAtMs = Date.now();
    camera.switchTo(codec);
    let said: string | null = null;
    let noticedMs: number | null = null;
    await until(`live in ${codec}`, async () => {
      const { codec: shown, word } = await look();
      if (word !== 'live' && noticedMs === null) [said, noticedMs] = [word, Date.now() - changedAtMs];
      return shown === codec && word === 'live';
    });
    let lost = 0;
    for (const [address, { hash }] of before) {
      const answer = await get(`/media/gate/${address}`);
      if (!answer.ok || toHash(Buffer.from(await answer.arrayBuffer())) !== hash) lost += 1;
    }
    rows.push({ fault: `codec changes to ${codec}`, said, noticedMs, backMs: Date.now() - changedAtMs, lost });
  }
  process.stdout.write(`\n${toFaultTable(rows)}\n${samples} samples, ${lies.length} lies\n`);
  expect(rows.map(({ lost }) => lost)).toEqual([0, 0]);
  expect(lies).toEqual([]);
  expect(torn).toEqual([]);
  // Each codec has its own init, and a discontinuity before it.
  const day = await (await get('/media/gate/live.m3u8')).text();
  const maps = [...day.matchAll(/#EXT-X-DISCONTINUITY\n(?:#(?!EXTINF)[^\n]*\n)*?#EXT-X-MAP/g)];
  expect(maps.length).toBeGreaterThan(0);
  expect(new Set([...seen.values()].map(({ codec }) => codec))).toEqual(new Set(['h264', 'h265']));
});
