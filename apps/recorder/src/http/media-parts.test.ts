import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Refusal } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../tests/support/until.ts';
import { makeDataFolder, removeDataFolder } from '../../tests/recorder-process.ts';
import { sendMediaParts } from './media-parts.ts';

/** More than the system takes on a connection whose reader sleeps. */
const largeBytes = 48 * 1_048_576;
/** Several pieces and a rest. */
const fileBytes = 700_001;
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('footage that is read from the disk while it is sent', () => {
  let folder: string;
  let server: Server;
  let port: number;
  let isOpen = true;
  /** How often it was asked whether a piece may be sent, and how the sending of each path ended. */
  let pieces = 0;
  const ends: string[] = [];
  const digests: string[] = [];

  beforeAll(async () => {
    folder = await makeDataFolder();
    for (let file = 0; file < 4; file += 1) {
      const bytes = randomBytes(fileBytes);
      digests.push(digest(bytes));
      await writeFile(join(folder, String(file)), bytes);
    }
    await writeFile(join(folder, 'large'), Buffer.alloc(largeBytes, 7));
    server = createServer((asked, response) => {
      const name = (asked.url ?? '').slice(1);
      const bytes = name === 'large' ? largeBytes : name === 'short' ? fileBytes + 10 : fileBytes;
      const path = join(folder, name === 'short' ? '0' : name);
      const right = { isPrivate: false, isOpen: () => ((pieces += 1), isOpen) };
      const body = { parts: [{ path, offset: 0, bytes }], type: 'video/mp4' as const, saveAs: null };
      void sendMediaParts(asked, response, body, right)
        .then(() => 'ended')
        .catch((error: unknown) => {
          if (error instanceof Refusal && !response.headersSent) response.writeHead(404).end();
          else response.destroy();
          return error instanceof Refusal ? error.code : 'failed';
        })
        .then((end) => ends.push(`${name} ${end}`));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await removeDataFolder(folder);
  });

  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<IncomingMessage> => {
    const asking = request({ method, port, path, headers, agent: false }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    return answer;
  };
  const read = async (answer: IncomingMessage): Promise<Buffer> => Buffer.concat((await answer.toArray()) as Buffer[]);

  it('[MEDIA1] gives each who asks their own bytes, whole or a range, while others break off', async () => {
    const askWhole = async (index: number): Promise<void> => {
      expect(digest(await read(await ask(`/${index % 4}`)))).toBe(digests[index % 4]);
    };
    const breakOff = async (): Promise<void> => void (await ask('/large')).destroy();
    const all = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? breakOff() : askWhole(index)));
    await Promise.all(all);
    const part = await ask('/1', { range: 'bytes=262140-524300' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 262140-524300/${fileBytes}`]);
    expect((await read(part)).byteLength).toBe(524_300 - 262_140 + 1);
  });

  it('reads nothing where the headers alone are asked for, and knows what is missing all the same', async () => {
    // A folder is there and cannot be read.
    const whole = await ask('/.', {}, 'HEAD');
    expect([whole.statusCode, whole.headers['content-length']]).toEqual([200, String(fileBytes)]);
    const part = await ask('/.', { range: 'bytes=10-19' }, 'HEAD');
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 10-19/${fileBytes}`]);
    expect((await ask('/none', {}, 'HEAD')).statusCode).toBe(404);
    await expect(ask('/.')).rejects.toThrow('socket hang up');
  });

  it('reads no further than is taken, and ends what nobody takes when the connection goes', async () => {
    pieces = 0;
    ends.length = 0;
    const answer = await ask('/large');
    answer.pause();
    await until('it stands still', async () => {
      const before = pieces;
      await new Promise((next) => setTimeout(next, 200));
      return pieces > 1 && pieces === before;
    });
    expect(pieces).toBeLessThan(largeBytes / 262_144 / 2);
    answer.destroy();
    await until('its end', () => Promise.resolve(ends.includes('large ended')));
  });

  it('ends an answer that waits behind another of its connection when that goes', async () => {
    ends.length = 0;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /1 HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'readable');
    socket.destroy();
    await until('both ends', () => Promise.resolve(ends.length === 2));
    expect(ends.toSorted()).toEqual(['1 ended', 'large ended']);
  });

  it('[PRIV4] cuts off what is on its way when it may not be shown any more, and begins nothing', async () => {
    const answer = await ask('/large');
    answer.pause();
    isOpen = false;
    try {
      await expect(read(answer)).rejects.toThrow('aborted');
      expect((await ask('/0')).statusCode).toBe(404);
    } finally {
      isOpen = true;
    }
  });

  it('has nothing of a file that is not there, and breaks off where one is shorter than was said', async () => {
    expect((await ask('/none')).statusCode).toBe(404);
    await expect(read(await ask('/short'))).rejects.toThrow('aborted');
    await until('its end', () => Promise.resolve(ends.includes('short failed')));
  });
});
