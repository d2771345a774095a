import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientToServer, LogEvent, ProjectView, ServerToClient, WatchAnswer } from '@sitecast/contract';
import { createFollower } from './follower.ts';
import { createLink } from './link.ts';
import { openSocket } from './open-socket.ts';
import { createServerClock } from './server-clock.ts';
import { eventOf, progress, projectView, summary } from './views.fixture.ts';

type Answer = (since: number) => WatchAnswer;
const serverNow = '2026-11-23T05:14:00.000Z';
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** A real Socket.IO server whose answers the test decides. */
async function startServer(port = 0) {
  const http = createServer();
  const io = new Server<ClientToServer, ServerToClient>(http, { transports: ['websocket'] });
  const state = { asked: [] as number[], unwatched: 0, answer: emptyAnswer as Answer, sockets: new Set<Socket>() };
  io.on('connection', (socket) => {
    state.sockets.add(socket);
    socket.on('disconnect', () => state.sockets.delete(socket));
    socket.on('topic:watch', (request, answer) => {
      state.asked.push(request.since);
      answer(state.answer(request.since));
    });
    socket.on('topic:unwatch', (_, answer) => {
      state.unwatched += 1;
      answer({ ok: true });
    });
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  const close = async () => {
    await io.close();
  };
  closings.push(close);
  return { state, io, close, port: (http.address() as AddressInfo).port };
}
const emptyAnswer: Answer = (since) => ({ ok: true, kind: 'events', seq: since, events: [], serverNow });
const percentEvent = (seq: number, prev: number, bp = seq): LogEvent =>
  eventOf(seq, prev, { type: 'progress:updated', payload: { progress: progress(bp), summary: summary(bp) } });

function startPage(
  port: number,
  readSnapshot: () => Promise<ProjectView> = () => Promise.reject(new Error('no REST')),
) {
  // No jitter: the first return of the library comes after 1 s at least all the same.
  const random = () => 0;
  const link = createLink({ openSocket: () => openSocket(`http://127.0.0.1:${port}`), random });
  const seen: ProjectView[] = [];
  const current: boolean[] = [];
  const clock = createServerClock({ nowMs: () => Date.now(), steadyMs: () => performance.now() });
  const follower = createFollower<ProjectView>({
    view: projectView(10),
    topic: { topic: 'project', code: 'k-park' },
    link,
    clock,
    readSnapshot,
    isVisible: () => true,
    nowMs: () => Date.now(),
    random,
    onView: (view) => seen.push(view),
    onCurrent: (isCurrent) => current.push(isCurrent),
  });
  follower.start();
  closings.push(async () => {
    follower.close();
    await Promise.resolve();
  });
  return { follower, link, clock, seen, current, percent: () => seen.at(-1)?.progress.percentBp };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 10 });

describe('createFollower', () => {
  it('[SEQ3] asks with the seq of the page and applies what came since, then what comes', async () => {
    const server = await startServer();
    server.state.answer = (since) =>
      ({ ...emptyAnswer(since), seq: 12, events: [percentEvent(12, 10)] }) as WatchAnswer;
    const page = startPage(server.port);
    await until(() => expect(page.percent()).toBe(12));
    expect(server.state.asked).toEqual([10]);
    server.io.emit('log:appended', [percentEvent(13, 12), percentEvent(15, 13)]);
    await until(() => expect(page.percent()).toBe(15));
    expect(server.state.asked).toEqual([10]);
    expect(page.current.at(-1)).toBe(true);
    expect(page.clock.readOffsetMs()).toBeCloseTo(Date.parse(serverNow) - Date.now(), -4);
  });

  it('[SEQ2] drops an event after a gap and asks again with its own seq', async () => {
    const server = await startServer();
    const page = startPage(server.port);
    await until(() => expect(page.current.at(-1)).toBe(true));
    server.state.answer = () => ({
      ok: true,
      kind: 'events',
      seq: 20,
      events: [percentEvent(18, 10), percentEvent(20, 18)],
      serverNow,
    });
    server.io.emit('log:appended', [percentEvent(20, 18)]);
    await until(() => expect(page.follower.readSeq()).toBe(20));
    expect(server.state.asked).toEqual([10, 10]);
    expect(page.seen.map((view) => view.progress.percentBp)).toEqual([20]);
  });

  it('[SEQ1] drops an event it has seen', async () => {
    const server = await startServer();
    const page = startPage(server.port);
    await until(() => expect(page.current.at(-1)).toBe(true));
    server.io.emit('log:appended', [percentEvent(11, 10, 3_600)]);
    server.io.emit('log:appended', [percentEvent(11, 10, 9_999), percentEvent(12, 11, 3_700)]);
    await until(() => expect(page.percent()).toBe(3_700));
    expect(page.seen.map((view) => view.progress.percentBp)).toEqual([3_600, 3_700]);
  });

  it('[SEQ3] lets a snapshot replace what is there, also by an older seq', async () => {
    const server = await startServer();
    const restored = { ...projectView(4), progress: progress(2_000) };
    server.state.answer = () => ({ ok: true, kind: 'snapshot', seq: 4, snapshot: restored, serverNow });
    const page = startPage(server.port);
    await until(() => expect(page.percent()).toBe(2_000));
    expect(page.follower.readSeq()).toBe(4);
  });

  it('[SEQ5] asks again after a lost line, a server that hung up, and a restart', async () => {
    const first = await startServer();
    const page = startPage(first.port);
    await until(() => expect(first.state.asked).toEqual([10]));
    first.io.emit('log:appended', [percentEvent(11, 10)]);
    await until(() => expect(page.percent()).toBe(11));
    first.io.disconnectSockets(true);
    await until(() => expect(first.state.asked).toEqual([10, 11]));
    for (const socket of first.state.sockets) socket.disconnect();
    await until(() => expect(first.state.asked).toEqual([10, 11, 11]));
    await first.close();
    await until(() => expect(page.current.at(-1)).toBe(false));
    const second = await startServer(first.port);
    second.state.answer = () => ({ ok: true, kind: 'events', seq: 30, events: [percentEvent(30, 11)], serverNow });
    await until(() => expect(page.percent()).toBe(30));
  });

  it('comes back when a draining server said, on one line', async () => {
    const server = await startServer();
    const page = startPage(server.port);
    await until(() => expect(page.current.at(-1)).toBe(true));
    server.io.emit('server:draining', 50);
    await until(() => expect(page.current).toContain(false));
    await until(() => expect(server.state.asked).toEqual([10, 10]));
    expect(server.state.sockets.size).toBe(1);
  });

  it('[SEQ5] asks again when the page was away', async () => {
    const server = await startServer();
    const page = startPage(server.port);
    await until(() => expect(server.state.asked).toHaveLength(1));
    page.follower.resync();
    await until(() => expect(server.state.asked).toHaveLength(2));
  });

  it('asks once more while events arrive during a question, and loses none', async () => {
    const server = await startServer();
    server.state.answer = (since) => {
      server.io.emit('log:appended', [percentEvent(11, 10), percentEvent(12, 11)]);
      return {
        ok: true,
        kind: 'events',
        seq: Math.max(since, 11),
        events: since < 11 ? [percentEvent(11, 10)] : [],
        serverNow,
      };
    };
    const page = startPage(server.port);
    await until(() => expect(page.percent()).toBe(12));
  });

  it('reads by REST where no WebSocket comes through, and never goes back in time', async () => {
    const answers = [projectView(40), projectView(39)].map((view, index) => ({
      ...view,
      progress: progress(4_000 - index),
    }));
    let reads = 0;
    const page = startPage(1, () => Promise.resolve(answers[Math.min(reads++, 1)]!));
    await until(() => expect(page.follower.readSeq()).toBe(40));
    page.follower.resync();
    await until(() => expect(reads).toBe(2));
    expect(page.percent()).toBe(4_000);
    expect(page.current.at(-1)).toBe(true);
  });

  it('leaves the topic when it closes', async () => {
    const server = await startServer();
    const page = startPage(server.port);
    await until(() => expect(page.current.at(-1)).toBe(true));
    page.follower.close();
    await until(() => expect(server.state.unwatched).toBe(1));
    await until(() => expect(server.state.sockets.size).toBe(0));
  });
});
