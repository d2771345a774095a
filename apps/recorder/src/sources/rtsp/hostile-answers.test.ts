import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import type { OpenedSource } from '../opened-source.ts';
import { createSourceGuard } from '../guard.ts';
import { openRelay } from './relay.ts';

/** A camera whose answers are set by the test, and the relay in front of it. */
let answers: Buffer[] = [];
let source: OpenedSource;
const camera = createServer((socket) => {
  let turn = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', () => {
    const answer = answers[turn];
    turn += 1;
    if (answer) socket.write(answer);
    else socket.end();
  });
});

beforeAll(async () => {
  await new Promise<void>((ready) => camera.listen(0, '127.0.0.1', ready));
  const url = `rtsp://u:canary@127.0.0.1:${(camera.address() as AddressInfo).port}/live`;
  const guard = createSourceGuard({ hosts: '127.0.0.1' });
  const limits = { silenceMs: 250, wrongPasswordPauseMs: 0 };
  source = await openRelay({ admit: () => guard.admit(url, 'rtsp'), ffmpeg: { major: 5, hasSrt: true }, limits });
});
afterAll(async () => {
  await source.close();
  await new Promise((done) => camera.close(done));
});

const sdp = 'v=0\r\ns=x\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:t\r\n';
const honest = [
  'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n',
  `RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`,
  'RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 5;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n',
  'RTSP/1.0 200 OK\r\nCSeq: 4\r\nSession: 5\r\n\r\n$\0\0\u0004abcd',
].map((text) => Buffer.from(text, 'latin1'));

/** Goes through the steps as ffmpeg does and answers all it was sent until the line closed. */
async function play(): Promise<string> {
  const url = source.inputArgs.at(-1) ?? '';
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const steps = ['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'GET_PARAMETER'];
  let heard = '';
  let turn = 0;
  const next = (): void => {
    const uri = steps[turn] === 'SETUP' ? `${url}/track` : url;
    if (turn < steps.length) socket.write(`${steps[turn]} ${uri} RTSP/1.0\r\nCSeq: ${turn + 1}\r\n\r\n`);
    else socket.end();
    turn += 1;
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    next();
  });
  next();
  await once(socket, 'close');
  return heard;
}

it('carries an honest exchange, so that the next test means something', async () => {
  answers = honest;
  expect(await play()).toContain('$\0\0\u0004abcd');
});

it('[CTRL2] ends every damaged exchange without a crash and without a word of the password', async () => {
  const damage = fc.record({
    turn: fc.nat(3),
    at: fc.nat(400),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom('401 ', '302 ', '\r\n', '\r\nWWW-Authenticate: Digest nonce="', '$\0\u00ff\u00ff')
        .map((text) => Buffer.from(text, 'latin1')),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      const damaged = honest.map((bytes) => Buffer.from(bytes));
      for (const { turn, at, bytes } of damages)
        bytes.copy(damaged[turn] ?? Buffer.alloc(0), Math.min(at, (damaged[turn]?.length ?? 1) - 1));
      answers = damaged;
      expect(await play()).not.toMatch(/canary|dTpjYW5hcnk/);
    }),
    { numRuns: 40 },
  );
  answers = honest;
  expect(await play()).toContain('abcd');
});
