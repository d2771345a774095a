import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@sitecast/contract';
import type { Logger } from '../platform/log.ts';
import { splitAddress, type RequestAddress } from './address.ts';
import { sendProblem } from './problem.ts';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  address: RequestAddress,
  /** Gives the body so long to come: for somebody who showed a key, on a line that may be slow. */
  waitForBody: (ms: number) => void,
) => Promise<void> | void;

export interface HttpServer {
  /** Answers the port it listens on. */
  start(): Promise<number>;
  close(): Promise<void>;
}

/** Time a request in progress has when the program ends. */
const drainMs = 3_000;

/** A body that is not there by then is not waited for. */
const usualBodyMs = 30_000;
const longestBodyMs = 180_000;

/** Looked for in what came: a playlist asked for each second needs no object made of all its headers. */
const hasBody = ({ rawHeaders }: IncomingMessage): boolean =>
  rawHeaders.some((text, at) => {
    if (at % 2 !== 0 || (text.length !== 14 && text.length !== 17)) return false;
    const name = text.toLowerCase();
    return name === 'transfer-encoding' || (name === 'content-length' && rawHeaders[at + 1] !== '0');
  });

/** Closes the connection of a request whose body does not come; answers how to give it longer. */
function watchBody(request: IncomingMessage, bodyMs: number): (ms: number) => void {
  const give = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, ms).unref();
  let timer = give(bodyMs);
  request.once('close', () => clearTimeout(timer));
  return (ms) => {
    clearTimeout(timer);
    timer = give(Math.min(ms, longestBodyMs));
  };
}

/** Plain HTTP: `handlers` by the first part of the path (`/media/`), in order; what is nobody's is 404. */
export function createHttpServer(options: {
  host: string;
  port: number;
  handlers: readonly (readonly [prefix: string, handler: Handler])[];
  log: Logger;
  bodyMs?: number;
}): HttpServer {
  const { log, bodyMs = usualBodyMs } = options;

  const answer = (request: IncomingMessage, response: ServerResponse): Promise<void> | void => {
    const waitForBody = hasBody(request) ? watchBody(request, bodyMs) : () => undefined;
    const address = splitAddress(request.url ?? '/');
    const handler = options.handlers.find(([prefix]) => address.path.startsWith(prefix))?.[1];
    if (!handler) throw new Refusal('request.not-found');
    return handler(request, response, address, waitForBody);
  };

  const server: Server = createServer(
    {
      keepAliveTimeout: 65_000,
      headersTimeout: 10_000,
      requestTimeout: longestBodyMs,
      maxHeaderSize: 16_384,
      // A request without a body has no stream of it: an eighth more of playlists.
      optimizeEmptyRequests: true,
    },
    (request, response) => {
      try {
        answer(request, response)?.catch((error: unknown) => sendProblem(response, error, log));
      } catch (error) {
        sendProblem(response, error, log);
      }
    },
  );
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });

  return {
    async start() {
      server.listen(options.port, options.host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
