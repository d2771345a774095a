import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readShownStill, readStill } from './read-still.ts';

const picture = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const takenAt = 'Mon, 23 Nov 2026 09:02:00 GMT';
const server = createServer((request, response) => {
  if (request.url === '/none.jpg') response.writeHead(404).end();
  else if (request.url === '/undated.jpg') response.end(picture);
  else if (request.url === '/old.jpg')
    response.writeHead(200, { 'last-modified': takenAt, date: takenAt }).end(picture);
  else response.writeHead(200, { 'last-modified': takenAt, 'content-type': 'image/jpeg' }).end(picture);
});
let origin = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
const never = new AbortController().signal;

it('[LIVE5] brings the last picture with its own time', async () => {
  const still = await readStill(`${origin}/latest.jpg`, never);
  expect(still?.atMs).toBe(Date.parse(takenAt));
  expect(Buffer.from(await (await fetch(still!.url)).arrayBuffer())).toEqual(picture);
  still?.close();
  await expect(fetch(still!.url)).rejects.toThrow();
});

it('[LIVE5] says no time where none is told, and no picture where there is none', async () => {
  expect((await readStill(`${origin}/undated.jpg`, never))?.atMs).toBeNull();
  expect(await readStill(`${origin}/none.jpg`, never)).toBeNull();
  expect(await readStill(`${origin}/latest.jpg`, AbortSignal.abort())).toBeNull();
});

it('[LIVE5] takes the still that was just shown with its time, and asks anew for one that lies there longer', async () => {
  expect((await readShownStill(`${origin}/latest.jpg`, never))?.atMs).toBe(Date.parse(takenAt));
  expect(await readShownStill(`${origin}/none.jpg`, never)).toBeNull();
  const asked: string[] = [];
  server.on('request', ({ url }) => asked.push(url ?? ''));
  (await readShownStill(`${origin}/latest.jpg`, never))?.close();
  (await readShownStill(`${origin}/old.jpg`, never))?.close();
  expect(asked).toEqual(['/latest.jpg', '/old.jpg', '/old.jpg']);
});
