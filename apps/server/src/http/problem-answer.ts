import { errorStatus, Refusal, toProblem } from '@sitecast/contract';
import type { NextFunction, Request, Response } from 'express';
import type { Log } from '../platform/log.ts';

/** Sends a refusal as problem+json (ERR1). */
export function sendProblem(response: Response, refusal: Refusal, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(errorStatus[refusal.code]);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/problem+json');
  if (refusal.code === 'request.rate') response.setHeader('Retry-After', String(refusal.current ?? 30));
  if (refusal.code === 'server.draining' || refusal.code === 'ledger.sealing') response.setHeader('Retry-After', '5');
  response.end(JSON.stringify(toProblem(refusal, requestId)));
}

/** What the body parsers and the router throw, as refusals of ours. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
  switch (type) {
    case 'entity.too.large':
      return new Refusal('request.too-large');
    case 'encoding.unsupported':
      return new Refusal('request.media-type', {
        fields: [{ field: 'content-encoding', message: 'is not one that is read here' }],
      });
    case 'charset.unsupported':
      return new Refusal('request.media-type');
    case 'entity.parse.failed':
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refusal('request.unparsable');
    default:
      return error instanceof URIError
        ? new Refusal('request.unparsable', { fields: [{ field: 'path', message: 'cannot be read' }] })
        : new Refusal('server.error');
  }
}

/** The last error middleware: expected refusals are told, faults of ours are logged whole and told as nothing (ERR4). */
export function createProblemMapper(log: Log, requestIdOf: (request: Request) => string) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const refusal = toRefusal(error);
    const requestId = requestIdOf(request);
    if (refusal.code === 'server.error') log.error({ err: error, requestId, path: request.path }, 'a request failed');
    sendProblem(response, refusal, requestId);
  };
}
