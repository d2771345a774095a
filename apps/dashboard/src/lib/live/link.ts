import type { ClientToServer, LogEvent, ServerToClient, WatchAnswer, WatchRequest } from '@sitecast/contract';
import type { Socket } from 'socket.io-client';

export type Topic = Pick<WatchRequest, 'topic' | 'code'>;

export interface LinkListener {
  onUp: () => void;
  onDown: () => void;
  onEvents: (events: LogEvent[]) => void;
}

/** The page's one line to the server, shared by all topics it watches. */
export interface Link {
  /** Opens the line for the first listener; the returned function leaves the topic, and the last one the line. */
  join(topic: Topic, listener: LinkListener): () => void;
  /** Asks for a topic that was joined; rejects when there is no line or no answer within 10 s. */
  watch(request: WatchRequest): Promise<WatchAnswer>;
  /** Comes back now rather than when the back-off ends: the page woke up or the network returned. */
  hurry(): void;
  isUp(): boolean;
  /** Events of several topics arrive unlabelled, so that only one watched topic may apply them directly. */
  isShared(): boolean;
}

export interface LinkOptions {
  /** Opens the socket without connecting it; a promise, because the library is loaded when first needed. */
  openSocket: () => Promise<Socket<ServerToClient, ClientToServer>>;
  random: () => number;
}

const answerTimeoutMs = 10_000;
/** From one page of the site to the next the line stays open. */
const lingerMs = 3_000;
const toKey = (topic: Topic): string => `${topic.topic}:${topic.code}`;

export function createLink({ openSocket, random }: LinkOptions): Link {
  const listeners = new Map<LinkListener, string>();
  const watched = new Set<string>();
  let socket: Socket<ServerToClient, ClientToServer> | null = null;
  let opening = false;
  let comeBack: ReturnType<typeof setTimeout> | null = null;

  /** The library gives up after a refusal or when the server hangs up; a page left open must not. */
  const returnAfter = (ms: number): void => {
    if (comeBack) clearTimeout(comeBack);
    comeBack = setTimeout(() => {
      comeBack = null;
      if (listeners.size > 0) socket?.connect();
    }, ms);
  };
  const tell = (call: (listener: LinkListener) => void): void => {
    for (const listener of [...listeners.keys()]) call(listener);
  };

  const open = async (): Promise<void> => {
    if (socket || opening) return;
    opening = true;
    try {
      socket = await openSocket();
    } catch {
      // The chunk with the library did not load. The page polls meanwhile.
      setTimeout(() => listeners.size > 0 && void open(), 10_000 + random() * 10_000);
      return;
    } finally {
      opening = false;
    }
    socket.on('connect', () => tell((listener) => listener.onUp()));
    socket.on('disconnect', (reason) => {
      watched.clear();
      tell((listener) => listener.onDown());
      if (reason === 'io server disconnect') returnAfter(1_000 + random() * 4_000);
    });
    socket.on('connect_error', () => {
      if (socket && !socket.active) returnAfter(5_000 + random() * 25_000);
    });
    socket.on('log:appended', (events) => tell((listener) => listener.onEvents(events)));
    socket.on('server:draining', (reconnectInMs) => {
      socket?.disconnect();
      returnAfter(Math.max(0, reconnectInMs) + random() * 1_000);
    });
    if (listeners.size > 0) socket.connect();
  };

  const unwatch = (topic: Topic): void => {
    const key = toKey(topic);
    const { topic: kind, code } = topic;
    if (!socket?.connected || !watched.has(key) || [...listeners.values()].includes(key)) return;
    const question = socket.timeout(answerTimeoutMs).emitWithAck('topic:unwatch', { topic: kind, code });
    question.then(
      () => watched.delete(key),
      () => undefined,
    );
  };

  const close = (): void => {
    if (listeners.size > 0) return;
    if (comeBack) clearTimeout(comeBack);
    comeBack = null;
    socket?.disconnect();
  };

  return {
    join(topic, listener) {
      listeners.set(listener, toKey(topic));
      if (!socket) void open();
      else if (socket.connected) listener.onUp();
      else if (!comeBack) socket.connect();
      return () => {
        listeners.delete(listener);
        unwatch(topic);
        if (listeners.size === 0) setTimeout(close, lingerMs);
      };
    },
    async watch(request) {
      if (!socket?.connected) throw new Error('no line');
      watched.add(toKey(request));
      return socket.timeout(answerTimeoutMs).emitWithAck('topic:watch', request);
    },
    hurry() {
      if (!socket || socket.connected || listeners.size === 0) return;
      returnAfter(random() * 1_000);
    },
    isUp: () => socket?.connected ?? false,
    isShared: () => watched.size > 1,
  };
}
