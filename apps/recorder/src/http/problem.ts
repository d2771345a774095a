import type { ServerResponse } from 'node:http';
import { Refusal, toProblem } from '@sitecast/contract';
import type { Logger } from '../platform/log.ts';

/** Sends a refusal as problem+json. Anything else is a fault of ours: logged whole, told as nothing (ERR1, ERR4). */
export function sendProblem(response: ServerResponse, error: unknown, log: Logger): void {
  const refusal = error instanceof Refusal ? error : new Refusal('server.error');
  if (!(error instanceof Refusal)) log.error({ err: error }, 'a request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of a refused body is read and forgotten: a client that still writes would see a broken line, no answer.
  response.req.resume();
  const problem = toProblem(refusal);
  const body = Buffer.from(JSON.stringify(problem));
  response.writeHead(problem.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': body.byteLength,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
