import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { flvHead, writeVideoTag } from '../pushed/flv.ts';
import { createAvcPictures } from './avc-pictures.ts';

const frames = 50;
/** What ffmpeg sends of 50 pictures, three of them key pictures: small ones, aggregates and pieces. */
let packets: Buffer[] = [];

beforeAll(async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const sent: Buffer[] = [];
  socket.on('message', (packet) => sent.push(packet));
  const picture = ['-re', '-f', 'lavfi', '-i', `testsrc2=s=320x180:r=50:d=${frames / 50}`];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '20', '-bf', '0', '-bsf:v', 'dump_extra'];
  const url = `rtp://127.0.0.1:${socket.address().port}?pkt_size=600`;
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'error', ...picture, ...codec, '-f', 'rtp', url], {
    stdio: 'ignore',
  });
  await once(child, 'exit');
  const times = (): number => new Set(sent.map((packet) => packet.readUInt32BE(4))).size;
  // The last packet of a picture is marked.
  while (times() < frames || (sent.at(-1)?.[1] ?? 0) < 0x80) await once(socket, 'message');
  socket.close();
  packets = sent.filter((packet) => ((packet[1] ?? 0) & 0x7f) < 72 || ((packet[1] ?? 0) & 0x7f) > 76);
});

interface Taken {
  setups: number;
  keys: number;
  pictures: { payload: Buffer; timestampMs: number }[];
  file: Buffer;
}

function take(given: readonly Buffer[]): Taken {
  const taken: Taken = { setups: 0, keys: 0, pictures: [], file: flvHead };
  const write = (payload: Buffer, timestampMs: number): void => {
    taken.file = Buffer.concat([taken.file, writeVideoTag({ payload, timestampMs })]);
  };
  const pictures = createAvcPictures({
    onSetup(payload, timestampMs) {
      taken.setups += 1;
      write(payload, timestampMs);
    },
    onPicture(payload, timestampMs, isKey) {
      if (isKey) taken.keys += 1;
      taken.pictures.push({ payload, timestampMs });
      write(payload, timestampMs);
    },
  });
  for (const packet of given) pictures.push(packet);
  return taken;
}

/** So many pictures as ffmpeg decodes of it; it says nothing against any. */
async function decode(file: Buffer): Promise<{ frames: number; complaints: string }> {
  const argv = ['-v', 'warning', '-f', 'flv', '-i', 'pipe:0', '-f', 'framecrc', 'pipe:1'];
  const child = spawn('ffmpeg', argv, { stdio: 'pipe' });
  const ended = once(child, 'exit');
  let [text, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  child.stderr.setEncoding('utf8').on('data', (more: string) => (complaints += more));
  child.stdin.end(file);
  await ended;
  return { frames: text.match(/^\d/gm)?.length ?? 0, complaints };
}

test('[WHIP2] makes of another maker’s packets every picture, with its time and its setup before it', async () => {
  const taken = take(packets);
  expect(packets.length).toBeGreaterThan(frames);
  expect([taken.setups, taken.keys, taken.pictures.length]).toEqual([1, 3, frames]);
  expect(taken.pictures.map(({ timestampMs }) => timestampMs)).toEqual(
    Array.from({ length: frames }, (_, index) => index * 20),
  );
  expect(await decode(taken.file)).toEqual({ frames, complaints: '' });
});

test('counts on where the time of the packets wraps', () => {
  const [first = 0, wrap] = [packets[0]?.readUInt32BE(4), 2 ** 32];
  const late = packets.map((packet) => {
    const copy = Buffer.from(packet);
    copy.writeUInt32BE((packet.readUInt32BE(4) - first + wrap - 900) % wrap, 4);
    return copy;
  });
  expect(take(late).pictures.map(({ timestampMs }) => timestampMs)).toEqual(
    take(packets).pictures.map(({ timestampMs }) => timestampMs),
  );
});

test('begins with the first key picture, and takes nothing of what is no picture', () => {
  const firstKey = take(packets).pictures.findIndex((_, index) => index > 0 && index % 20 === 0);
  const times = [...new Set(packets.map((packet) => packet.readUInt32BE(4)))];
  const without = packets.filter((packet) => packet.readUInt32BE(4) !== times[0]);
  expect(take(without).pictures.length).toBe(frames - firstKey);
  expect(take(packets.map((packet) => packet.subarray(0, 12))).pictures).toEqual([]);
  expect(take(packets.map((packet) => packet.subarray(0, 14))).pictures.length).toBeLessThanOrEqual(frames);
});
