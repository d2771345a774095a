import { Refusal } from '@sitecast/contract';
import type { NextFunction, Request, Response } from 'express';

/** Middleware of addresses that are read, and take no parameter: another method or any query is refused (ERR5). */
export function refuseUnknown(request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    throw new Refusal('request.method');
  }
  const at = request.originalUrl.indexOf('?');
  const [name] = at < 0 ? [] : new URLSearchParams(request.originalUrl.slice(at + 1)).keys();
  if (name !== undefined) {
    throw new Refusal('request.invalid', {
      fields: [{ field: name.slice(0, 80), message: 'is not a known parameter' }],
    });
  }
  next();
}
