import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Refusal } from '@sitecast/contract';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import { openRtcSender, type RtcSender } from '../../../tests/rtc-sender.ts';
import { createPushOutlets } from '../pushed/push-outlets.ts';
import { createWhipIngest, type WhipIngest } from './ingest.ts';

const closers: (() => Promise<unknown>)[] = [];
const failures: unknown[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  expect(failures.splice(0)).toEqual([]);
});

async function startIngest(silenceMs?: number): Promise<WhipIngest> {
  const outlets = createPushOutlets();
  const settings = { host: '127.0.0.1', address: null, ports: null, ...(silenceMs !== undefined && { silenceMs }) };
  const ingest = createWhipIngest(settings, outlets, (error) => failures.push(error));
  await outlets.start();
  closers.push(async () => {
    await ingest.close();
    await outlets.close();
  });
  return ingest;
}

async function openSender(mimeType?: 'video/VP8'): Promise<RtcSender> {
  const sender = await openRtcSender(mimeType);
  closers.push(() => sender.vanish());
  return sender;
}

async function push(ingest: WhipIngest): Promise<{ sender: RtcSender; session: string; answer: string }> {
  const sender = await openSender();
  const taken = await ingest.take('gate', sender.offer);
  await sender.accept(taken.answer);
  return { sender, ...taken };
}

const refusal = async (taking: Promise<unknown>): Promise<unknown> =>
  taking.then(
    () => null,
    (error: unknown) => (error instanceof Refusal ? error.fields : error),
  );

describe('the WebRTC ingest', () => {
  it('[WHIP1] carries what a sender pushes to one ffmpeg after another', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    const reading = readFrames(source.inputArgs, { wanted: 50 });
    await push(ingest);
    expect((await reading).frames).toBeGreaterThanOrEqual(50);
    expect(source.fault).toBeNull();
    expect((await readFrames(source.inputArgs, { wanted: 30 })).frames).toBeGreaterThanOrEqual(30);
  });

  it('[WHIP4] ends a session for a newer one, for its sender’s word, and for its silence', async () => {
    const ingest = await startIngest(3_000);
    const source = ingest.openCamera('gate');
    const older = await push(ingest);
    expect((await readFrames(source.inputArgs, { wanted: 10 })).frames).toBeGreaterThanOrEqual(10);
    const newer = await push(ingest);
    expect(ingest.leave('gate', older.session)).toBe(false);
    expect((await readFrames(source.inputArgs, { wanted: 10 })).frames).toBeGreaterThanOrEqual(10);
    expect(source.fault).toBeNull();

    expect(ingest.leave('gate', newer.session)).toBe(true);
    await until('it ended', () => source.fault === 'ended' || null);
    expect(ingest.leave('gate', newer.session)).toBe(false);

    const { sender } = await push(ingest);
    expect((await readFrames(source.inputArgs, { wanted: 10 })).frames).toBeGreaterThanOrEqual(10);
    expect(source.fault).toBeNull();
    await sender.vanish();
    await until('it ended by itself', () => source.fault === 'ended' || null);
    closers.pop();
  });

  it('[WHIP2] refuses what is no offer, or none of H.264, and takes the next', async () => {
    const ingest = await startIngest();
    const noVideo = [{ field: 'body', message: 'offers no H.264 video' }];
    const unreadable = [{ field: 'body', message: 'is not an offer of WebRTC (SDP) that can be answered' }];
    expect(await refusal(ingest.take('gate', (await openSender('video/VP8')).offer))).toEqual(noVideo);
    expect(await refusal(ingest.take('gate', 'v=0\r\n'))).toEqual(noVideo);
    const { offer } = await openSender();
    const lines = offer.split('\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 2_000 }),
          fc.subarray(lines).map((some) => some.join('\r\n')),
          fc.shuffledSubarray(lines).map((some) => some.join('\r\n')),
          fc
            .tuple(fc.nat(offer.length), fc.string({ maxLength: 40 }))
            .map(([at, text]) => offer.slice(0, at) + text + offer.slice(at)),
        ),
        async (text) => {
          const said = await refusal(ingest.take('other', text));
          expect([null, noVideo, unreadable]).toContainEqual(said);
        },
      ),
      { numRuns: 300 },
    );
    const source = ingest.openCamera('gate');
    await push(ingest);
    expect((await readFrames(source.inputArgs, { wanted: 10 })).frames).toBeGreaterThanOrEqual(10);
  });

  it('[WHIP3] sends nothing to an address that an offer names', async () => {
    const ingest = await startIngest();
    const canary = createSocket('udp4');
    canary.bind(0, '127.0.0.1');
    await once(canary, 'listening');
    const heard: Buffer[] = [];
    canary.on('message', (packet) => heard.push(packet));
    const { port } = canary.address();
    const sender = await openSender();
    const named = `a=candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host\r\na=candidate:2 1 udp 2130706430 canary.invalid ${port} typ host\r\n`;
    const offer = sender.offer.replace(/a=end-of-candidates\r\n|$/, (end) => named + end);
    expect(offer).toContain('canary.invalid');
    const source = ingest.openCamera('gate');
    await sender.accept((await ingest.take('gate', offer)).answer);
    expect((await readFrames(source.inputArgs, { wanted: 50 })).frames).toBeGreaterThanOrEqual(50);
    canary.close();
    expect(heard).toEqual([]);
  });

  it('[WHIP4] goes on while strangers send noise to the session’s port', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    const { answer } = await push(ingest);
    const port = Number(/^a=candidate:\S+ \d+ \S+ \d+ 127\.0\.0\.1 (\d+) /m.exec(answer)?.[1]);
    const stranger = createSocket('udp4');
    // STUN, DTLS and RTP begin with these (RFC 7983), and nothing does with the last.
    for (let index = 0; index < 5_000; index += 1) {
      const packet = randomBytes(1 + (index % 1_200));
      packet[0] = [0, 1, 22, 23, 128, 144, 200, 255][index % 8] ?? 0;
      await new Promise((resolve) => stranger.send(packet, port, '127.0.0.1', resolve));
    }
    stranger.close();
    expect((await readFrames(source.inputArgs, { wanted: 50 })).frames).toBeGreaterThanOrEqual(50);
  });
});
