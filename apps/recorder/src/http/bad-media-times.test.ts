import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSender, type Sender } from '../../../../tests/support/send-many.ts';
import { drawClip } from '../../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../../tests/recorder-process.ts';

const cases = 10_000;
const timeoutMs = 600_000;
let recorder: RecorderProcess;
let sender: Sender;
let segment: string;
let segmentBytes: number;

beforeAll(async () => {
  const folder = await makeDataFolder();
  await drawClip(join(folder, 'recorder/import/clip.mp4'));
  recorder = await startRecorder(folder, { SITECAST_LOG_LEVEL: 'error' });
  await recorder.putCamera('gate-1', {});
  const playlist = await waitForLive(recorder, 'gate-1', 4);
  segment = `/media/gate-1/${/^\S+\.m4s$/m.exec(playlist)?.[0]}`;
  segmentBytes = (await (await recorder.get(segment)).arrayBuffer()).byteLength;
  sender = createSender(recorder.url);
}, timeoutMs);
afterAll(async () => {
  sender?.close();
  await recorder?.stop();
  await removeDataFolder(recorder?.dataFolder ?? '');
});

const instant = fc.oneof(
  { weight: 4, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  fc.integer({ min: -7_200_000, max: 7_200_000 }).map((ms) => new Date(Date.now() + ms).toISOString()),
  fc.constantFrom(
    ...['', '0', '-1', 'now', 'NaN', 'null', '1e21', '2026-11-23', '2026-11-23T05:00:00Z', '2026-11-23T05:00:00.000'],
    ...[
      '2026-11-23T05:00:00.000+05:00',
      '2026-02-30T00:00:00.000Z',
      '2026-11-23T24:00:00.000Z',
      '-271821-04-20T00:00:00.000Z',
    ],
    ...[
      '+275760-09-13T00:00:00.000Z',
      '9999-12-31T23:59:60.000Z',
      '٢٠٢٦-11-23T05:00:00.000Z',
      '%00',
      '../../etc/passwd',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const number = fc.oneof(
  fc.integer({ min: -5, max: 2 ** 31 }).map(String),
  fc.constantFrom(
    '',
    '00',
    '1e9',
    '-0',
    '0x1',
    '٣',
    '99999999999999999999',
    'NaN',
    'Infinity',
    'YES',
    'v2',
    '1.5',
    ' 1',
  ),
);
/** Names that are known and some that are none; each with what may or may not stand there. */
const query = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constantFrom('from', 'to', 'at', 'before', 'day'), instant),
      fc.tuple(fc.constantFrom('width', '_HLS_part', '_HLS_skip', 'light'), number),
      fc.tuple(fc.constantFrom('__proto__', 'constructor', 'from[]', 'x'), instant),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&'));
const name = fc.constantFrom(
  ...['replay.m3u8', 'replay.m3u8', 'replay.m3u8', 'live.m3u8', 'low-latency.m3u8', 'stills/latest.jpg'],
  ...['stills/nearest.jpg', 'stills.json', 'adaptive.m3u8', 'time-lapse.json', 'gate'],
);
const stretch = fc.tuple(instant, instant).map(([from, to]) => new URLSearchParams({ from, to }).toString());

test(
  '[ERR5] [MEDIA9] ten thousand times of lists and stills: an answer within its bounds or a refusal that names the field',
  async () => {
    let refused = 0;
    const requests = fc
      .tuple(name, fc.oneof({ weight: 2, arbitrary: query }, stretch))
      .map(([file, asked]) => ({ method: 'GET', path: `/media/gate-1/${file}?${asked}` }));
    await sender.sendAll(requests, cases, ({ path }, { status, text }) => {
      const told = `${path} → ${status} ${text.slice(0, 200)}`;
      if (![200, 204, 400, 403, 404].includes(status)) expect.fail(told);
      if (status === 400) {
        refused += 1;
        if (!/"field":"[^"]+"/.test(text)) expect.fail(told);
      }
      // Two hours of it at most, whatever was asked for.
      const seconds = [...text.matchAll(/#EXTINF:([\d.]+)/g)].reduce((sum, [, s]) => sum + Number(s), 0);
      if (status === 200 && seconds > 7_210) expect.fail(told);
    });
    expect(refused).toBeGreaterThan(cases / 4);
    expect((await recorder.get('/media/gate-1/live.m3u8')).status).toBe(200);
    expect(recorder.errors).toBe('');
  },
  timeoutMs,
);

test(
  '[MEDIA1] ten thousand ranges of a segment: a part of it, the whole, or a refusal',
  async () => {
    const bound = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: -2, max: segmentBytes + 2 }).map(String) },
      number,
      fc.constantFrom(String(segmentBytes), String(segmentBytes - 1)),
    );
    const range = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(bound, bound).map(([first, last]) => `bytes=${first}-${last}`) },
      fc.tuple(bound, bound, bound).map(([one, two, three]) => `bytes=${one}-${two},${two}-${three}`),
      fc.constantFrom('bytes', 'bytes=', 'bytes=-', 'items=0-1', 'bytes=0-0,'.repeat(500), 'bytes = 0-1', '0-1'),
    );
    const requests = range.map((header) => ({
      ...{ method: 'HEAD', path: segment, headers: { range: header.replaceAll(/[^\t -~]/g, '?') } },
    }));
    let parts = 0;
    await sender.sendAll(requests, cases, ({ headers }, { status, text }) => {
      const told = `${headers?.['range']} → ${status} ${text.slice(0, 200)}`;
      if (![200, 206, 416].includes(status)) expect.fail(told);
      if (status === 206) parts += 1;
    });
    expect(parts).toBeGreaterThan(cases / 20);
    expect((await (await recorder.get(segment)).arrayBuffer()).byteLength).toBe(segmentBytes);
    expect(recorder.errors).toBe('');
  },
  timeoutMs,
);
