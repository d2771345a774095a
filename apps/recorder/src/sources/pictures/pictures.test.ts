import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../../../tests/recorder-process.ts';
import { createSourceGuard } from '../guard.ts';
import { readJpegSize } from './jpeg-size.ts';
import { openMotionJpeg } from './motion-jpeg.ts';
import { createPartReader, readBoundary } from './part-reader.ts';
import { openStillJpeg } from './still-jpeg.ts';

const guard = createSourceGuard({ hosts: '127.0.0.0/8' });
const closers: (() => Promise<unknown>)[] = [];
let pictures: Buffer[] = [];
let recorder: RecorderProcess;

beforeAll(async () => {
  const drawing = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x180:r=5:d=2',
    '-f',
    'image2pipe',
    '-c:v',
    'mjpeg',
  ];
  const { stdout } = await promisify(execFile)('ffmpeg', [...drawing, '-q:v', '4', 'pipe:1'], { encoding: 'buffer' });
  const starts = [...stdout.toString('latin1').matchAll(/\xff\xd8\xff/g)].map((found) => found.index);
  pictures = starts.map((start, index) => stdout.subarray(start, starts[index + 1]));
  recorder = await startRecorder(await makeDataFolder(), { SITECAST_SOURCE_HOSTS: '127.0.0.0/8' });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await recorder?.stop();
  await removeDataFolder(recorder?.dataFolder ?? '');
});

const pictureAt = (index: number): Buffer => pictures[index % pictures.length] ?? Buffer.alloc(0);

async function listen(server: Server, address = '127.0.0.1'): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, address, ready));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return `http://${address}:${(server.address() as AddressInfo).port}`;
}

const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> =>
  listen(createServer(answer));

/** A server that says the same bytes to everyone, and goes on with `more` for as long as it is let. */
const serveRaw = (first: string, more: Buffer | null = null): Promise<string> =>
  listen(
    createRawServer((socket) => {
      socket.once('data', () => {
        socket.write(first, 'latin1');
        const pump = (): void => {
          while (more && socket.writable && socket.write(more));
        };
        socket.on('drain', pump);
        pump();
      });
    }),
  );

const multipart = 'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=--cam\r\n\r\n';

/** A camera that sends a picture every so many milliseconds. */
function serveMotion(everyMs: number, isWritten: (index: number) => boolean = () => true): Promise<string> {
  return serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary="--cam"' });
    let index = 0;
    const timer = setInterval(() => {
      const picture = pictureAt(index);
      if (!isWritten((index += 1))) return;
      // Half of the cameras say how long a picture is; this one does for each second.
      const length = index % 2 === 0 ? `Content-Length: ${picture.length}\r\n` : '';
      response.write(`----cam\r\nContent-Type: image/jpeg\r\n${length}\r\n`);
      response.write(picture);
      response.write('\r\n');
    }, everyMs);
    response.on('close', () => clearInterval(timer));
  });
}

const serveStill = (): Promise<string> => {
  let index = 0;
  return serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictureAt((index += 1)));
  });
};

async function openMotion(url: string, limits: Parameters<typeof openMotionJpeg>[0]['limits'] = {}) {
  const source = await openMotionJpeg({ url, guard, limits });
  closers.push(() => source.close());
  return source;
}

async function openStill(url: string, limits: Parameters<typeof openStillJpeg>[0]['limits'] = {}) {
  const source = await openStillJpeg({ url, everyS: 1, guard, limits });
  closers.push(() => source.close());
  return source;
}

describe('cameras of single pictures', () => {
  it('[LIVE1] are live as H.264 with stills: MJPEG and JPEGs asked for one by one', async () => {
    await recorder.putCamera('motion', { source: { kind: 'mjpeg', url: `${await serveMotion(100)}/video` } });
    await recorder.putCamera('still', { source: { kind: 'jpeg', url: `${await serveStill()}/snap.jpg`, everyS: 1 } });
    for (const id of ['motion', 'still']) {
      const playlist = await waitForLive(recorder, id, 2);
      const name = /URI="([^"]+)"/.exec(playlist)?.[1] ?? '';
      const init = Buffer.from(await (await recorder.get(`/media/${id}/${name}`)).arrayBuffer());
      expect(init.includes('avc1')).toBe(true);
      expect(playlist).not.toContain('#EXT-X-DISCONTINUITY\n');
      await until(`${id} is live`, async () => (await recorder.view(id)).health.state === 'live');
      expect((await recorder.get(`/media/${id}/stills/latest.jpg`)).headers.get('content-type')).toBe('image/jpeg');
      expect((await recorder.control('DELETE', `/control/cameras/${id}`)).status).toBe(204);
    }
  });

  it('[CTRL2] answer a digest challenge; ffmpeg learns neither address nor password', async () => {
    let isRight = 0;
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const origin = await serve((request, response) => {
      const given = request.headers.authorization ?? '';
      const [, cnonce] = /cnonce="(\w+)"/.exec(given) ?? [];
      const secret = md5('admin:cam:canary-pw');
      const right = md5(`${secret}:n1:00000001:${cnonce}:auth:${md5('GET:/snap.jpg')}`);
      const isMine = given.includes(`response="${right}"`) || /nc=0000000[2-9]/.test(given);
      if (!isMine) {
        response.writeHead(401, { 'www-authenticate': 'Digest realm="cam", nonce="n1", qop="auth"' }).end();
        return;
      }
      isRight += 1;
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictureAt(isRight));
    });
    const source = await openStill(`${origin.replace('://', '://admin:canary-pw@')}/snap.jpg`);
    const read = await readFrames(source.inputArgs, { wanted: 4 });
    expect(read.frames).toBeGreaterThanOrEqual(4);
    expect(isRight).toBeGreaterThan(0);
    expect(read.log + read.commandLine).not.toMatch(/canary-pw/);
    expect(read.log + read.commandLine).not.toContain(new URL(origin).port);
    const locked = await openStill(`${origin.replace('://', '://admin:wrong@')}/snap.jpg`);
    await readFrames(locked.inputArgs, { wanted: 1 });
    expect(locked.fault).toBe('wrong-password');
  });

  it('[LIVE2] end when no new picture comes; the last one is not shown for ever', async () => {
    const motion = await openMotion(await serveMotion(50, (index) => index < 3), { silenceMs: 800 });
    const read = await readFrames(motion.inputArgs, { wanted: 1_000 });
    expect(read.frames).toBeGreaterThan(0);
    expect(motion.fault).toBe('silent');
    let asked = 0;
    const origin = await serve((_request, response) => {
      // The first request is answered, all others wait for ever.
      if ((asked += 1) === 1) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictureAt(1));
    });
    const still = await openStill(`${origin}/snap.jpg`, { silenceMs: 500, staleMs: 1_500 });
    expect((await readFrames(still.inputArgs, { wanted: 1_000 })).frames).toBeGreaterThan(0);
    expect(still.fault).toBe('silent');
  });
});

describe('hostile cameras of single pictures', () => {
  it.each([
    ['another type', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>', null, 'no-video'],
    ['a head without end', 'HTTP/1.1 200 OK\r\nX: ', Buffer.alloc(65_536, 'a'), 'no-video'],
    ['no HTTP', 'RTSP/1.0 200 OK\r\n\r\n', null, 'no-video'],
    ['a part head without end', `${multipart}----cam\r\nX: `, Buffer.alloc(65_536, 'a'), 'no-video'],
    ['no part at all', multipart, Buffer.alloc(65_536, 'a'), 'no-video'],
    ['a picture without end', `${multipart}----cam\r\n\r\n\xff\xd8`, Buffer.alloc(65_536, 1), 'refused'],
    ['a picture said to be 900 MB', `${multipart}----cam\r\nContent-Length: 900000000\r\n\r\n`, null, 'refused'],
    ['text in a picture’s place', `${multipart}----cam\r\nContent-Length: 4\r\n\r\ntext`, null, 'no-video'],
    ['nothing more', `${multipart}----cam\r\n`, null, 'silent'],
  ])('say %s', async (_name, first, more, fault) => {
    const source = await openMotion(await serveRaw(first, more), { silenceMs: 1_000, bytesPerSecond: 64 << 20 });
    expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
    expect(source.fault).toBe(fault);
  });

  it('[CTRL4] send nobody elsewhere: a redirect is not followed, the host behind it gets no packet', async () => {
    let reached = 0;
    const canary = await listen(
      createRawServer(() => (reached += 1)),
      '127.0.0.2',
    );
    const origin = await serve((_request, response) => response.writeHead(302, { location: `${canary}/x` }).end());
    for (const source of [await openMotion(`${origin}/video`), await openStill(`${origin}/snap.jpg`)]) {
      expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
      expect(source.fault).toBe('redirected');
    }
    expect(reached).toBe(0);
  });

  it('send pictures without pause: few are looked at, and the camera is made to wait', async () => {
    let sent = 0;
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=cam' });
      const pump = (): void => {
        let isTaken = true;
        while (isTaken && !response.destroyed) {
          const picture = pictureAt((sent += 1));
          response.write(`--cam\r\nContent-Length: ${picture.length}\r\n\r\n`);
          isTaken = response.write(picture);
        }
      };
      response.on('drain', pump);
      pump();
    });
    const source = await openMotion(`${origin}/video`);
    const read = await readFrames(source.inputArgs, { wanted: 12 });
    expect(read.frames).toBeGreaterThanOrEqual(12);
    expect(sent).toBeGreaterThan(12 * 5);
    expect(source.fault).toBeNull();
  });

  it('claim a picture of 4 thousand megapixels, or send another thing as JPEG', async () => {
    const giant = Buffer.from(pictureAt(0));
    const at = giant.indexOf(Buffer.from([0xff, 0xc0]));
    giant.writeUInt16BE(65_500, at + 5);
    giant.writeUInt16BE(65_500, at + 7);
    expect(readJpegSize(giant)).toBe('too-large');
    const answer = (type: string, body: Buffer) =>
      serve((_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
    const cases = [
      [await answer('image/jpeg', giant), 'refused'],
      [await answer('image/jpeg', Buffer.alloc(5 << 20, 0xff)), 'refused'],
      [await answer('text/html', pictureAt(0)), 'no-video'],
      [await answer('image/jpeg', Buffer.from('#EXTM3U\nhttp://127.0.0.2/x')), 'no-video'],
      [await answer('image/jpeg', pictureAt(0).subarray(0, 900)), 'no-video'],
    ] as const;
    for (const [origin, fault] of cases) {
      const source = await openStill(`${origin}/snap.jpg`);
      expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
      expect(source.fault).toBe(fault);
    }
  });
});

describe('the parts of an endless answer', () => {
  it('are the same however they are cut', () => {
    const whole = Buffer.concat(
      pictures.flatMap((picture, index) => [
        Buffer.from(
          `\r\n----cam\r\nContent-Type: image/jpeg\r\n${index % 3 === 0 ? '' : `Content-Length: ${picture.length}\r\n`}\r\n`,
        ),
        picture,
      ]),
    );
    for (const cut of [1, 7, 1_000, 65_536]) {
      const found: Buffer[] = [];
      const reader = createPartReader(readBoundary('multipart/x-mixed-replace;boundary=--cam') ?? '', (body) =>
        found.push(body),
      );
      for (let at = 0; at < whole.length; at += cut) reader.push(whole.subarray(at, at + cut));
      expect(found.length).toBeGreaterThanOrEqual(pictures.length - 1);
      found.forEach((body, index) => expect(body.subarray(0, pictureAt(index).length)).toEqual(pictureAt(index)));
    }
  });
});
