import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { drawSamples } from '../../../../../tests/support/send-many.ts';
import { spoil, strange } from '../../../../../tests/support/strange-values.ts';
import { hashState } from '../testing/read-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Of each event, and of frames that are none. */
const cases = 10_000;
const linesAtOnce = 25;
/** A socket that sends more at once is cut: the budget of a page, with the question that ends each row. */
const eventsPerLine = 29;
const timeoutMs = 600_000;
const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server?.close());

type Frame = string | Uint8Array;
/** A line as any program opens it, below Socket.IO's client, which sends nothing that is wrong. */
interface Line {
  readonly answers: Map<number, unknown>;
  /** Sends frames and one good question behind them; whether that was answered, or else the line cut. */
  sendAll(frames: readonly Frame[]): Promise<boolean>;
  close(): Promise<void>;
}

const good = { topic: 'project', code: 'k-park' };

async function openLine(): Promise<Line> {
  const url = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { origin: server.url });
  const answers = new Map<number, unknown>();
  const closed = once(socket, 'close');
  let isAnswered: (id: number) => void = () => undefined;
  const isOpen = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === '2') socket.send('3');
      if (text.startsWith('0')) socket.send('40');
      if (text.startsWith('40')) resolve();
      const [, id, answer] = /^43(\d+)(.*)$/s.exec(text) ?? [];
      if (id === undefined || answer === undefined) return;
      answers.set(Number(id), JSON.parse(answer));
      isAnswered(Number(id));
    });
  });
  await isOpen;
  let asked = 100_000;
  return {
    answers,
    sendAll: (frames) => {
      asked += 1;
      const last = asked;
      const answered = new Promise<boolean>((resolve) => (isAnswered = (id) => id === last && resolve(true)));
      for (const frame of frames) socket.send(frame);
      socket.send(`42${last}["topic:unwatch",${JSON.stringify(good)}]`);
      return Promise.race([answered, closed.then(() => false)]);
    },
    close: async () => {
      socket.close();
      await closed;
    },
  };
}

/** Hands rows of the list to some lines at once. */
async function inRows<T>(all: readonly T[], perRow: number, send: (row: readonly T[]) => Promise<void>): Promise<void> {
  const rows: T[][] = [];
  for (let at = 0; at < all.length; at += perRow) rows.push(all.slice(at, at + perRow));
  for (let at = 0; at < rows.length; at += linesAtOnce) await Promise.all(rows.slice(at, at + linesAtOnce).map(send));
}

async function countSockets(): Promise<number> {
  const metrics = String((await server.ask('GET', '/metrics')).body);
  return Number(/^sitecast_sockets (\d+)$/m.exec(metrics)?.[1]);
}

/** Nothing was changed, nothing was our fault, nothing stays open, and a page is still answered. */
async function expectUnharmed(before: string): Promise<void> {
  expect(hashState(server.dataDirectory)).toBe(before);
  expect(server.logged()).not.toMatch(/could not be answered|could not be identified|uncaught|unhandled/i);
  await expect.poll(countSockets, { timeout: 30_000 }).toBe(0);
  const line = await openLine();
  expect(await line.sendAll([])).toBe(true);
  await line.close();
}

const request = {
  'topic:watch': fc.record({
    topic: fc.constantFrom('project', 'programme'),
    code: fc.constantFrom('k-park', 'alatau-city', 'iconic-towers', 'nowhere'),
    since: fc.constantFrom(0, 1, 5, 1_000_000_000),
  }),
  'topic:unwatch': fc.record({
    topic: fc.constantFrom('project', 'programme'),
    code: fc.constantFrom('k-park', 'alatau-city', 'nowhere'),
  }),
};

test.each(['topic:watch', 'topic:unwatch'] as const)(
  '[ERR5] [ERR3] %s: ten thousand spoilt requests, each answered or passed over, the line kept, nothing changed',
  async (event) => {
    const before = hashState(server.dataDirectory);
    const one: fc.Arbitrary<unknown[]> = spoil(request[event]).map((value) => [value]);
    const args = fc.oneof({ weight: 8, arbitrary: one }, fc.array(strange, { maxLength: 4 }));
    let refused = 0;
    await inRows(drawSamples(args, cases), eventsPerLine, async (row) => {
      const line = await openLine();
      const frames = row.map((values, index) => `42${index}${JSON.stringify([event, ...values])}`);
      expect(await line.sendAll(frames), frames.join('\n').slice(0, 2_000)).toBe(true);
      for (const [id, answer] of line.answers) {
        if (id >= 100_000) continue;
        const text = JSON.stringify(answer);
        const [said] = answer as [{ ok: boolean; error?: { code: string; status: number } }];
        if (said.ok) continue;
        refused += 1;
        const told = `${frames[id]} → ${text.slice(0, 300)}`;
        expect(said.error?.status, told).toBeGreaterThanOrEqual(400);
        expect(said.error?.status, told).toBeLessThan(500);
        expect(text, told).not.toMatch(/sqlite|kysely|node_modules|\.ts:\d/i);
      }
      await line.close();
    });
    if (event === 'topic:watch') expect(refused).toBeGreaterThan(cases / 2);
    await expectUnharmed(before);
  },
  timeoutMs,
);

test(
  '[ERR5] [ERR3] frames that are no event: ten thousand, each passed over or the end of its own line alone',
  async () => {
    const before = hashState(server.dataDirectory);
    const witness = await openLine();
    const name = fc.oneof(
      fc.constantFrom<unknown>('connect', 'disconnect', 'disconnecting', 'newListener', 'error', '__proto__', 'join'),
      fc.constantFrom<unknown>('log:appended', 'server:draining', 'constructor', 'topic:watch', 0, 1e308, null),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    const head = fc.constantFrom(
      ...['', '0', '1', '2', '3', '4', '5', '6', '7', '8', 'b', '40', '41', '42', '43', '44', '45', '451-', '46', '49'],
      ...['40/nowhere,', '40/__proto__,', '42/other,', '45999-', '45-1-', '451.5-', '42007', '4218446744073709551616'],
    );
    const body = fc.oneof(
      fc.tuple(name, strange).map((packet) => JSON.stringify(packet)),
      fc.json({ maxDepth: 3 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.nat(3_000).map((depth) => '['.repeat(depth)),
      fc.constantFrom('', '["topic:watch",{"_placeholder":true,"num":0}]', '["topic:watch",{"_placeholder":true}]'),
      fc.constant(`["topic:watch","${'x'.repeat(17_000)}"]`),
    );
    const text = fc.tuple(head, body).map(([first, rest]) => (first + rest).toWellFormed());
    const frame: fc.Arbitrary<Frame> = fc.oneof(
      // To leave in good order is no fault: nobody answers on that line any more, and nobody ends it.
      { weight: 8, arbitrary: text.filter((each) => !/^41[/,\d\s]*$/.test(each)) },
      fc.uint8Array({ maxLength: 80 }),
    );
    let cut = 0;
    await inRows(drawSamples(frame, cases), 400, async (row) => {
      let line = await openLine();
      let sent = 0;
      for (const each of row) {
        // Each frame comes with a question: two events at most of a line's budget.
        if (sent >= eventsPerLine - 1) {
          await line.close();
          line = await openLine();
          sent = 0;
        }
        sent += 2;
        if (await line.sendAll([each])) continue;
        cut += 1;
        line = await openLine();
        sent = 0;
      }
      await line.close();
    });
    expect(cut).toBeGreaterThan(cases / 20);
    expect(await witness.sendAll([])).toBe(true);
    await witness.close();
    await expectUnharmed(before);
  },
  timeoutMs,
);
