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
) => Promise<void> | void;

export interface HttpServer {
  /** Answers the port it listens on. */
  start(): Promise<number>;
  close(): Promise<void>;
}

/** Time a request in progress has when the program ends. */
const drainMs = 3_000;

/** Plain HTTP: `handlers` by the first part of the path (`/media/`), in order; what is nobody's is 404. */
export function createHttpServer(options: {
  host: string;
  port: number;
  handlers: readonly (readonly [prefix: string, handler: Handler])[];
  log: Logger;
}): HttpServer {
  const { log } = options;

  const answer = (request: IncomingMessage, response: ServerResponse): Promise<void> | void => {
    const address = splitAddress(request.url ?? '/');
    const handler = options.handlers.find(([prefix]) => address.path.startsWith(prefix))?.[1];
    if (!handler) throw new Refusal('request.not-found');
    return handler(request, response, address);
  };

  const server: Server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 },
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
