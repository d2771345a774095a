import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { requireGstreamer, startGstreamerRtsp } from '../../../../../tests/support/gstreamer-rtsp.ts';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import { createSourceGuard } from '../guard.ts';
import { createPacketOrder } from '../rtp/packet-order.ts';
import { createPictureGate } from '../rtp/picture-gate.ts';
import { openRelay } from './relay.ts';

const guard = createSourceGuard({ hosts: '127.0.0.0/8' });
const ffmpeg = { major: 5, hasSrt: true };
const closers: (() => Promise<unknown>)[] = [];

beforeAll(requireGstreamer);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function bind(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  await new Promise<void>((ready) => socket.bind(0, address, ready));
  closers.push(async () => void socket.close());
  return socket;
}

async function open(url: string, silenceMs = 6_000) {
  const admit = () => guard.admit(url, 'rtsp');
  const source = await openRelay({ admit, ffmpeg, transport: 'udp', limits: { silenceMs } });
  closers.push(() => source.close());
  return source;
}

describe('RTSP over UDP', () => {
  it('carries frames of a camera that grants UDP alone', async () => {
    const camera = await startGstreamerRtsp({ transport: 'udp' });
    closers.push(() => camera.stop());
    const source = await open(camera.url);
    const read = await readFrames(source.inputArgs, { wanted: 50 });
    expect(read.frames).toBeGreaterThanOrEqual(50);
    expect(source.fault).toBeNull();
    expect(read.log + read.commandLine).not.toContain(String(camera.port));
  });

  it('says refused where a camera grants no UDP', async () => {
    const camera = await startGstreamerRtsp({ transport: 'tcp' });
    closers.push(() => camera.stop());
    const source = await open(camera.url);
    const read = await readFrames(source.inputArgs, { wanted: 1, limitMs: 10_000 });
    // GStreamer refuses; that is said, and no other transport is tried behind the operator's back.
    expect(read.frames).toBe(0);
    expect(source.fault).toBe('refused');
  });

  it('[CTRL4] takes packets of the camera alone and sends none to a host that its answer names', async () => {
    const canary = await bind('127.0.0.3');
    const stranger = await bind('127.0.0.2');
    let reached = 0;
    canary.on('message', () => (reached += 1));
    let forged = 0;
    const sdp = 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track\r\n';
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (bytes) => {
        const text = bytes.toString('latin1');
        const [method = ''] = text.split(' ');
        const number = /CSeq: (\d+)/i.exec(text)?.[1] ?? '1';
        const port = Number(/client_port=(\d+)/.exec(text)?.[1] ?? 0);
        const head = `RTSP/1.0 200 OK\r\nCSeq: ${number}\r\nSession: 1\r\n`;
        if (method === 'DESCRIBE')
          return socket.write(`${head}Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`);
        if (method !== 'SETUP') return socket.write(`${head}\r\n`);
        const evil = `source=127.0.0.3;destination=127.0.0.3;server_port=${canary.address().port}-${canary.address().port}`;
        socket.write(`${head}Transport: RTP/AVP;unicast;client_port=${port}-${port + 1};${evil}\r\n\r\n`);
        const packet = Buffer.from('80e000010000000100000001650000', 'hex');
        const timer = setInterval(() => stranger.send(packet, port, '127.0.0.1', () => (forged += 1)), 20);
        socket.on('close', () => clearInterval(timer));
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closers.push(() => new Promise((done) => server.close(done)));
    const source = await open(`rtsp://127.0.0.1:${(server.address() as AddressInfo).port}/camera`, 600);
    const read = await readFrames(source.inputArgs, { wanted: 1 });
    expect(forged).toBeGreaterThan(3);
    expect(read.frames).toBe(0);
    expect(source.fault).toBe('silent');
    expect(reached).toBe(0);
  });
});

/** Three seconds of RTP as ffmpeg sends it, key pictures half a second apart. */
async function recordPackets(codec: 'libx264' | 'libx265'): Promise<Buffer[]> {
  const socket = await bind('127.0.0.1');
  const packets: Buffer[] = [];
  socket.on('message', (packet) => packets.push(packet));
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=3', '-c:v', codec, '-preset', 'ultrafast'];
  const form = ['-g', '12', '-bf', '0', '-f', 'rtp', `rtp://127.0.0.1:${socket.address().port}?pkt_size=400`];
  const child = spawn('ffmpeg', ['-nostdin', '-v', 'quiet', ...picture, '-tune', 'zerolatency', ...form], {
    stdio: 'ignore',
  });
  await once(child, 'exit');
  await until('packets', () => packets.length > 100);
  return packets;
}

const numberOf = (packet: Buffer): number => packet.readUInt16BE(2);
const timeOf = (packet: Buffer): number => packet.readUInt32BE(4);

describe.each(['libx264', 'libx265'] as const)('packets of %s that come in disorder', (name) => {
  const codec = name === 'libx264' ? 'H264' : 'H265';

  it('are put in order again, and no picture passes that is not whole or rests on one that is not', async () => {
    const packets = await recordPackets(name);
    const pictures = Map.groupBy(packets, timeOf);
    const times = [...pictures.keys()];
    const sizes = new Map([...pictures].map(([at, own]) => [at, own.length]));
    // A key picture begins with parameter sets; in this stream it is by far the largest.
    const largest = Math.max(...sizes.values());
    const isKey = (at: number | undefined): boolean => (sizes.get(at ?? -1) ?? 0) > largest / 2;
    let seed = 7;
    const chance = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const passed: Buffer[] = [];
    const gate = createPictureGate(codec, (packet) => passed.push(packet));
    const order = createPacketOrder({ deliver: (packet, isAfterGap) => gate.push(packet, isAfterGap) });
    const sent = packets.filter(() => chance() > 0.01);
    for (let at = 0; at + 1 < sent.length; at += 1 + Math.floor(chance() * 9)) {
      [sent[at], sent[at + 1]] = [sent[at + 1] as Buffer, sent[at] as Buffer];
    }
    sent.forEach((packet, at) => order.push(packet, at));
    expect(sent.length).toBeLessThan(packets.length);
    expect(passed.length).toBeGreaterThan(packets.length / 10);
    expect(passed.map(numberOf)).toEqual([...new Set(passed.map(numberOf))]);
    const whole = Map.groupBy(passed, timeOf);
    for (const [at, own] of whole) {
      // Of a key picture the parameter sets before its first slice may be lost: they are in the setup, too.
      const all = pictures.get(at)?.map(numberOf) ?? [];
      expect(own.map(numberOf)).toEqual(isKey(at) ? all.slice(-own.length) : all);
    }
    const shown = [...whole.keys()];
    for (const [index, at] of shown.entries()) {
      const isNext = times.indexOf(at) === times.indexOf(shown[index - 1] ?? -1) + 1;
      expect(isNext || isKey(at)).toBe(true);
    }
  });
});

it('follows a camera whose numbers begin anew', () => {
  const delivered: [number, boolean][] = [];
  const order = createPacketOrder({ deliver: (packet, isAfterGap) => delivered.push([numberOf(packet), isAfterGap]) });
  const send = (number: number): void => {
    const packet = Buffer.alloc(13);
    packet.writeUInt16BE(number, 2);
    order.push(packet, 0);
  };
  [65_534, 65_535, 0, 1, 1, 0, 40_000, 40_001].forEach(send);
  expect(delivered).toEqual([
    [65_534, true],
    [65_535, false],
    [0, false],
    [1, false],
    [40_000, true],
    [40_001, false],
  ]);
});
