import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { Caller } from '../platform/caller.ts';

/** What the first middlewares find out about a request, for those after them. */
export interface RequestContext {
  readonly requestId: string;
  caller: Caller;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();

export function setContext(request: IncomingMessage, context: RequestContext): void {
  contexts.set(request, context);
}

export function getContext(request: Request | IncomingMessage): RequestContext {
  const context = contexts.get(request);
  if (!context) throw new Error('the request has no context: a middleware is missing');
  return context;
}
