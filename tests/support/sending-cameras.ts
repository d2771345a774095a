import { execFile, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePorts } from '../../infra/run/port.ts';

const run = promisify(execFile);
const key = 'pushed-by-a-camera';

/** Cameras that are no RTSP, small ones, each with the source that the product is told. */
export interface SendingCameras {
  readonly sources: Readonly<Record<'srt' | 'hls' | 'mjpeg' | 'jpeg', Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Starts one that pushes by SRT, one that is an HLS stream, one of MJPEG and one of single JPEGs, all on loopback. */
export async function startSendingCameras(ffmpeg: string): Promise<SendingCameras> {
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-cameras-'));
  const clip = join(folder, 'clip.mp4');
  await mkdir(join(folder, 'hls'));
  const moving = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=12:duration=20'];
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '12', '-pix_fmt', 'yuv420p', clip];
  await run(ffmpeg, [...moving, ...coded]);
  const stills = ['-v', 'error', '-i', clip, '-r', '3', '-frames:v', '40', '-f', 'image2pipe', '-c:v', 'mjpeg', '-'];
  const { stdout } = await run(ffmpeg, stills, { encoding: 'buffer', maxBuffer: 8e6 });
  const starts = [...stdout.toString('latin1').matchAll(/\xff\xd8\xff/g)].map(({ index }) => index);
  const pictures = starts.map((start, index) => stdout.subarray(start, starts[index + 1]));

  let isOpen = true;
  const running = new Set<ReturnType<typeof spawn>>();
  /** A camera tries again when nobody listens yet. */
  const send = (output: readonly string[]): void => {
    const again = ['-v', 'quiet', '-nostdin', '-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy', ...output];
    const child = spawn(ffmpeg, again, { stdio: 'ignore' });
    running.add(child);
    child.once('close', () => {
      running.delete(child);
      if (isOpen) setTimeout(() => isOpen && send(output), 300);
    });
  };
  const [port = 0] = await findFreePorts(1, '127.0.0.1');
  send(['-f', 'mpegts', `srt://127.0.0.1:${port}?mode=caller&passphrase=${key}`]);
  const list = ['-f', 'hls', '-hls_time', '2', '-hls_list_size', '6', '-hls_flags', 'delete_segments+temp_file'];
  send([...list, join(folder, 'hls', 'live.m3u8')]);

  let shown = 0;
  const next = (): Buffer => pictures[(shown += 1) % pictures.length] ?? Buffer.alloc(0);
  const answer: RequestListener = ({ url = '' }, response) => {
    if (url === '/snap.jpg') response.writeHead(200, { 'content-type': 'image/jpeg' }).end(next());
    else if (url === '/video') {
      response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=cam' });
      const timer = setInterval(() => {
        const picture = next();
        response.write(`--cam\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
        response.write(picture);
        response.write('\r\n');
      }, 300);
      response.on('close', () => clearInterval(timer));
    } else {
      createReadStream(join(folder, 'hls', basename(url)))
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    }
  };
  const door = createServer(answer);
  const sockets = new Set<Socket>();
  door.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;

  return {
    sources: {
      srt: { kind: 'srt', port, key },
      hls: { kind: 'hls', url: `${origin}/live.m3u8` },
      mjpeg: { kind: 'mjpeg', url: `${origin}/video` },
      jpeg: { kind: 'jpeg', url: `${origin}/snap.jpg`, everyS: 1 },
    },
    async close() {
      isOpen = false;
      const ended = [...running].map((child) => new Promise((gone) => child.once('close', gone)));
      for (const child of running) child.kill('SIGKILL');
      for (const socket of sockets) socket.destroy();
      door.close();
      await Promise.all(ended);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
