import type { ClientToServer, LogEvent, ServerToClient, WatchAnswer, WatchRequest } from '@sitecast/contract';
import { io, type Socket } from 'socket.io-client';
import type { TestCaller } from './start-test-server.ts';

/** A page as the server sees it: a real client that keeps every event it was sent. */
export interface TestPage {
  readonly socket: Socket<ServerToClient, ClientToServer>;
  readonly events: LogEvent[];
  watch(request: WatchRequest): Promise<WatchAnswer>;
  /** Resolves when an event that fits was received, with it. */
  nextEvent(fits: (event: LogEvent) => boolean): Promise<LogEvent>;
  /** Resolves with the reason when the socket is cut. */
  readonly ended: Promise<string>;
  close(): void;
}

/** Opens a socket as a browser does, with the Origin of the server's own pages. Rejects where it is refused. */
export function openPage(url: string, caller: TestCaller = {}, origin = url): Promise<TestPage> {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: {
      origin,
      ...(caller.cookie !== undefined && { cookie: caller.cookie }),
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
    },
  });
  const events: LogEvent[] = [];
  const waiting = new Set<() => void>();
  socket.on('log:appended', (batch) => {
    events.push(...batch);
    for (const check of waiting) check();
  });
  const ended = new Promise<string>((resolve) => socket.on('disconnect', (reason) => resolve(reason)));
  const page: TestPage = {
    socket,
    events,
    ended,
    watch: (request) => socket.timeout(10_000).emitWithAck('topic:watch', request),
    nextEvent: (fits) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = events.find(fits);
          if (!found) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    close: () => socket.disconnect(),
  };
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(page));
    socket.on('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
}
