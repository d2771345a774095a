import type { Server as HttpServer } from 'node:http';
import { Refusal, toProblem, type ClientToServer, type Problem, type ServerToClient } from '@sitecast/contract';
import { Server, type Socket } from 'socket.io';
import { audienceFor, type Caller } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventTail, LogEntry } from '../platform/event-log/event-tail.ts';
import type { Identify } from '../platform/identify.ts';
import type { Log } from '../platform/log.ts';
import type { OriginGuard } from '../platform/origin-guard.ts';
import { cutLine, isSlow, releaseUpgradeRequest } from './engine-socket.ts';
import { createRoomLog, toRoomName, type RoomLog } from './room-log.ts';
import { createSocketBudget } from './socket-budget.ts';
import { mostEventBytes, readPacket } from './socket-events.ts';
import type { TopicReader } from './topic-reader.ts';
import { createWatchTopic } from './watch-topic.ts';

export interface SocketParts {
  readonly http: HttpServer;
  readonly guard: OriginGuard;
  readonly identify: Identify;
  readonly tail: EventTail;
  readonly topics: TopicReader;
  /** The last seq of each project and audience in the whole log. */
  readonly readLastSeqs: () => Promise<Parameters<typeof createRoomLog>[1]>;
  /** Which of these credentials still hold. */
  readonly keepValid: (credentials: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Sockets {
  start(): Promise<void>;
  /** Ends the sockets of a principal or of one credential, at once (AUD4). */
  disconnect(who: { principal: string } | { credential: string }): void;
  count(): number;
  /** Tells everyone to come back and lets them go in batches; then closes. */
  drain(): Promise<void>;
}

type Peer = Socket<ClientToServer, ServerToClient, Record<string, never>, { caller: Caller }>;

const sweepMs = 2_000;
const drainBatch = 250;
const drainPauseMs = 250;
const longestDrainMs = 4_000;
const longestFlushMs = 1_000;

export function createSockets(parts: SocketParts): Sockets {
  const { tail, clock, log } = parts;
  const io = new Server<ClientToServer, ServerToClient, Record<string, never>, { caller: Caller }>(parts.http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    maxHttpBufferSize: mostEventBytes,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    // Socket.IO's own `cors` does not refuse a WebSocket from a foreign page; only this does (AUD5).
    allowRequest: (request, decide) => decide(null, parts.guard.isOwnOrigin(request)),
  });
  let rooms: RoomLog = createRoomLog([], []);
  let stopFollowing: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  const watchTopic = createWatchTopic({ log: () => rooms, topics: parts.topics, clock });

  io.use((socket, next) => {
    parts.identify(socket.request).then(
      (caller) => {
        if (!caller) {
          next(new Error('session.required'));
          return;
        }
        socket.data.caller = caller;
        next();
      },
      (error: unknown) => {
        log.error({ err: error }, 'a socket could not be identified');
        next(new Error('server.error'));
      },
    );
  });
  io.on('connection', (socket) => {
    serve(socket);
    releaseUpgradeRequest(socket);
  });

  const toAnswer = (error: unknown): { ok: false; error: Problem } => {
    if (!(error instanceof Refusal)) log.error({ err: error }, 'an event could not be answered');
    return { ok: false, error: toProblem(error instanceof Refusal ? error : new Refusal('server.error')) };
  };

  const serve = (socket: Peer): void => {
    const budget = createSocketBudget();
    // One refusal answers one event; a socket that goes on is cut.
    socket.use((packet, next) => {
      if (!budget.take()) return void socket.disconnect(true);
      const answer: unknown = packet.at(-1);
      // Every event is a question: where nobody waits for the answer there is nothing to do.
      if (typeof answer !== 'function') return;
      try {
        readPacket(packet);
      } catch (error) {
        return void answer(toAnswer(error));
      }
      next();
    });
    socket.on('error', () => socket.disconnect(true));
    socket.on('topic:watch', (request, answer) => {
      const watching = watchTopic(socket.data.caller, request, (room) => void socket.join(room));
      watching.then(answer, (error: unknown) => answer(toAnswer(error)));
    });
    socket.on('topic:unwatch', ({ topic, code }, answer) => {
      const project = topic === 'project' ? code : null;
      void socket.leave(toRoomName({ project, audience: audienceFor(socket.data.caller, project) }));
      answer({ ok: true });
    });
  };

  const follow = (entries: readonly LogEntry[]): void => {
    for (const [room, events] of rooms.append(entries)) io.to(room).emit('log:appended', events);
  };

  const sweep = async (): Promise<void> => {
    const signedIn = new Map<string, Peer[]>();
    for (const socket of io.sockets.sockets.values()) {
      const { credential, expiresAtMs } = socket.data.caller;
      if (isSlow(socket)) cutLine(socket);
      else if (expiresAtMs !== null && expiresAtMs <= clock.now()) socket.disconnect(true);
      else if (credential !== null) signedIn.set(credential, [...(signedIn.get(credential) ?? []), socket]);
    }
    if (signedIn.size === 0) return;
    const valid = await parts.keepValid([...signedIn.keys()]);
    for (const [credential, sockets] of signedIn) {
      if (!valid.has(credential)) for (const socket of sockets) socket.disconnect(true);
    }
  };

  return {
    start: async () => {
      const lastSeqs = await parts.readLastSeqs();
      const kept = await tail.start();
      rooms = createRoomLog(kept, lastSeqs);
      stopFollowing = tail.onBatch(follow);
      timer = setInterval(() => {
        sweep().catch((error: unknown) => log.error({ err: error }, 'the sockets were not swept'));
      }, sweepMs);
    },
    disconnect: (who) => {
      for (const socket of io.sockets.sockets.values()) {
        const { principal, credential } = socket.data.caller;
        const meant = 'principal' in who ? principal?.id === who.principal : credential === who.credential;
        if (meant) socket.disconnect(true);
      }
    },
    count: () => io.engine.clientsCount,
    drain: async () => {
      const sockets = [...io.sockets.sockets.values()];
      // Clients per node ÷ 1,000 seconds, at least five: what one core accepts when they come back.
      const spreadMs = Math.max(5_000, sockets.length);
      for (const socket of sockets) socket.emit('server:draining', Math.round(Math.random() * spreadMs));
      const deadline = performance.now() + longestDrainMs;
      for (let at = 0; at < sockets.length; at += drainBatch) {
        // The line is closed, not the session: a page whose line broke comes back by itself.
        for (const socket of sockets.slice(at, at + drainBatch)) socket.conn.close();
        if (at + drainBatch < sockets.length && performance.now() < deadline) {
          await new Promise((resolve) => setTimeout(resolve, drainPauseMs));
        }
      }
      if (timer) clearInterval(timer);
      stopFollowing?.();
      const cut = setTimeout(() => {
        for (const socket of sockets) cutLine(socket);
      }, longestFlushMs);
      await io.close();
      clearTimeout(cut);
    },
  };
}
