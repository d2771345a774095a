import { Refusal, type Route, type RouteId } from '@sitecast/contract';
import express, { type Express, type Request, type Response } from 'express';
import type { Call, Handlers } from '../platform/call.ts';
import { requireAllowed } from '../platform/caller.ts';
import type { Store } from '../platform/store.ts';
import { hashRequest, type Idempotency } from './idempotency.ts';
import { parseBody, parseParams, parseQuery } from './parse-request.ts';
import { readDocumentUpload, readScheduleUpload, readUpload } from './read-upload.ts';
import { getContext } from './request-context.ts';
import { createSessionCookie } from './session-cookie.ts';

export interface RouteParts {
  readonly routes: readonly (Route & { id: RouteId })[];
  readonly handlers: Handlers;
  readonly store: Store;
  readonly idempotency: Idempotency;
  readonly origin: string | null;
  readonly isDraining: () => boolean;
}

const readers = { photo: readUpload, schedule: readScheduleUpload, document: readDocumentUpload };
const bodyLimitBytes = 64 * 1_024;

/** Registers every route of the contract. Throws where one has no handler, so the server does not start. */
export function registerRoutes(app: Express, parts: RouteParts): void {
  const missing = parts.routes.filter((route) => !(route.id in parts.handlers)).map((route) => route.id);
  if (missing.length > 0) throw new Error(`routes without a handler: ${missing.join(', ')}`);
  const readJson = express.json({ limit: bodyLimitBytes, inflate: false, strict: true, type: 'application/json' });
  const methods = new Map<string, string[]>();
  for (const route of parts.routes) {
    methods.set(route.path, [...(methods.get(route.path) ?? []), route.method.toUpperCase()]);
    const before = route.body ? [readJson] : [];
    app[route.method](route.path, admit(parts, route), ...before, (request, response) =>
      answer(parts, route, request, response),
    );
  }
  for (const [path, known] of methods) {
    app.all(path, (_request, response) => {
      response.setHeader('Allow', known.join(', '));
      throw new Refusal('request.method');
    });
  }
}

/** Rights before the body: what may not be sent is not read either. */
function admit(parts: RouteParts, route: Route) {
  return (request: Request, _response: Response, next: () => void): void => {
    if (parts.isDraining() && route.method !== 'get') throw new Refusal('server.draining');
    const { caller } = getContext(request);
    if (route.needs === 'signed-in') {
      if (!caller.principal) throw new Refusal('session.required');
    } else if (route.needs !== null) {
      const project = route.projectParam === undefined ? null : String(request.params[route.projectParam]);
      requireAllowed(caller, route.needs, project);
    }
    next();
  };
}

async function answer(parts: RouteParts, route: Route & { id: RouteId }, request: Request, response: Response) {
  const context = getContext(request);
  const params = parseParams(route, request);
  const query = parseQuery(route, request);
  const body = parseBody(route, request);
  const upload = route.upload ? await readers[route.upload](request) : null;
  const cookie = createSessionCookie(response, parts.origin);
  const call = { params, query, body, upload, caller: context.caller, requestId: context.requestId, cookie };
  // The table's types are per route; here all routes are one.
  const handler = parts.handlers[route.id] as unknown as (call: unknown) => Promise<unknown>;
  const write: Call<RouteId>['write'] = (work) => parts.store.write(work);

  response.setHeader(
    'Cache-Control',
    context.caller.principal || route.method !== 'get' ? 'private, no-store' : 'public, max-age=0, s-maxage=1',
  );
  response.vary('Cookie');
  response.vary('Authorization');
  if (!route.idempotent) {
    sendAnswer(route, response, route.status, await handler({ ...call, write }));
    return;
  }
  const kept = await parts.idempotency.execute(
    {
      principal: context.caller.principal?.id ?? 'visitor',
      key: request.get('Idempotency-Key'),
      hash: hashRequest([route.id, params, query, body, upload && { ...upload, bytes: null }]),
      status: route.status,
    },
    (keep) => handler({ ...call, write: keep }),
  );
  sendAnswer(route, response, kept.status, kept.body);
}

/** The answer passes its schema on the way out: a field that is not declared does not leave (AUD2). */
function sendAnswer(route: Route, response: Response, status: number, body: unknown): void {
  response.status(status);
  if (route.answer === null) {
    response.end();
    return;
  }
  response.json(route.answer.parse(body));
}
