import { Refusal } from '@sitecast/contract';
import type { NextFunction, Request, Response } from 'express';

/** Lets pass what only reads. @throws Refusal `request.method`, with the methods there are */
export function requireRead(request: Request, response: Response): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  response.setHeader('Allow', 'GET, HEAD');
  throw new Refusal('request.method');
}

/** Lets pass what reads an address that takes no parameter (ERR5). @throws Refusal which of the two it is not */
export function requirePlainRead(request: Request, response: Response): void {
  requireRead(request, response);
  const at = request.originalUrl.indexOf('?');
  const [name] = at < 0 ? [] : new URLSearchParams(request.originalUrl.slice(at + 1)).keys();
  if (name !== undefined) {
    throw new Refusal('request.invalid', {
      fields: [{ field: name.slice(0, 80), message: 'is not a known parameter' }],
    });
  }
}

/** Middleware of addresses that are read, and take no parameter: another method or any query is refused (ERR5). */
export function refuseUnknown(request: Request, response: Response, next: NextFunction): void {
  requirePlainRead(request, response);
  next();
}
