import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@sitecast/contract';
import type { RequestAddress } from './address.ts';

export interface OperationDeps {
  /** What keeps us from doing our work, as closed words; empty when ready. */
  listTroubles: () => string[];
  readMetrics: () => Promise<string>;
  /** null: metrics need no token. */
  isMetricsReader: ((request: IncomingMessage) => boolean) | null;
}

/** Answers `/livez`, `/readyz` and `/metrics`. */
export function createOperationHandler(
  deps: OperationDeps,
): (request: IncomingMessage, response: ServerResponse, address: RequestAddress) => Promise<void> {
  return async (request, response, { path }) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    switch (path) {
      case '/livez':
        return send(response, 200, 'application/json', '{"status":"ok"}');
      case '/readyz': {
        const troubles = deps.listTroubles();
        const isReady = troubles.length === 0;
        const body = JSON.stringify({ status: isReady ? 'ok' : 'not-ready', troubles });
        return send(response, isReady ? 200 : 503, 'application/json', body);
      }
      case '/metrics':
        if (deps.isMetricsReader?.(request) === false) throw new Refusal('session.required');
        return send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await deps.readMetrics());
      default:
        throw new Refusal('request.not-found');
    }
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
