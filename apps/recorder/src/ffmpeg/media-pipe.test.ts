import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { openMediaPipe } from './media-pipe.ts';

/** Writes so many bytes, in writes of uneven lengths, to its standard output. */
const writer = `
  const { writeSync } = require('node:fs');
  const all = Buffer.alloc(Number(process.argv[1]));
  for (let at = 0; at < all.length; at += 1) all[at] = (at * 31 + (at >> 8)) & 255;
  for (let at = 0, step = 1; at < all.length; at += step, step = (step * 7) % 90_001) writeSync(1, all, at, Math.min(step, all.length - at));
`;

async function readFrom(bytes: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  const pipe = await openMediaPipe((chunk) => chunks.push(chunk));
  const child = spawn(process.execPath, ['-e', writer, String(bytes)], { stdio: ['ignore', pipe.far, 'inherit'] });
  pipe.far.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  await pipe.ended;
  return chunks;
}

it('brings everything a process wrote, and keeps each chunk as it was', async () => {
  const bytes = 9_000_001;
  const chunks = await readFrom(bytes);
  const expected = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 1) expected[at] = (at * 31 + (at >> 8)) & 255;
  const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
  expect(digest(Buffer.concat(chunks))).toBe(digest(expected));
  // What follows lies behind what came before: a dozen slabs, not a piece of memory for each read.
  expect(new Set(chunks.map((chunk) => chunk.buffer)).size).toBeLessThan(16);
});

it('ends with its process, also when that writes nothing', async () => {
  expect(await readFrom(0)).toEqual([]);
});

it.runIf(process.platform === 'linux')('gives no part in it to strangers who see its name', async () => {
  const name = `pipe-of-test-${randomUUID()}`;
  const chunks: Uint8Array[] = [];
  const opening = openMediaPipe((chunk) => chunks.push(chunk), name);
  const strangers = ['x'.repeat(64), 'short'].map((text) => {
    const stranger = connect(`\0${name}`);
    stranger.on('error', () => undefined);
    stranger.write(text);
    return once(stranger, 'close');
  });
  const pipe = await opening;
  pipe.far.end('for us alone');
  await pipe.ended;
  await Promise.all(strangers);
  expect(Buffer.concat(chunks).toString()).toBe('for us alone');
});
