import { randomUUID } from 'node:crypto';
import { Refusal, type Route, type RouteId } from '@sitecast/contract';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { Handlers } from '../platform/call.ts';
import type { Clock } from '../platform/clock.ts';
import type { Identify } from '../platform/identify.ts';
import type { Log } from '../platform/log.ts';
import type { OriginGuard } from '../platform/origin-guard.ts';
import { readBearer } from '../platform/session-secret.ts';
import type { Store } from '../platform/store.ts';
import { createApiDocs } from './api-docs.ts';
import { createDocumentDownloads, type FindDocument } from './document-files.ts';
import { createEvidencePictures, type FindPicture } from './evidence-pictures.ts';
import { createCompression } from './compress.ts';
import { createIdempotency } from './idempotency.ts';
import { createPrintedPages } from './printed-pages.ts';
import { confineDisplay } from './confine-display.ts';
import { createProblemMapper, sendProblem } from './problem-answer.ts';
import { createLedgerExport, type OpenLedgerExport } from './ledger-export.ts';
import { createPlanExport, type ExportPlan } from './plan-export.ts';
import { pushPrefixes } from './push-proxy.ts';
import { registerRoutes } from './register-routes.ts';
import { getContext, setContext } from './request-context.ts';
import { createSecurityTxt } from './security-txt.ts';

export interface HttpParts {
  readonly routes: readonly (Route & { id: RouteId })[];
  readonly handlers: Handlers;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly origin: string | null;
  readonly guard: OriginGuard;
  readonly identify: Identify;
  readonly isDraining: () => boolean;
  /** Before the Host check: what probes ask by address. */
  readonly operation: RequestHandler;
  readonly media: RequestHandler;
  /** What recorders at sites and cameras send: their keys are the recorder's to judge. */
  readonly pushed: RequestHandler;
  readonly findPicture: FindPicture;
  readonly findDocument: FindDocument;
  readonly openLedgerExport: OpenLedgerExport;
  readonly exportPlan: ExportPlan;
  /** Makes a PDF of a page that holds all it needs; null where the machine has no printer. */
  readonly printPage: ((html: string) => Promise<Buffer>) | null;
  /** The pages, last; they set their own policy headers. */
  readonly pages: RequestHandler;
  readonly observe: RequestHandler;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The HTTP side in the order a request meets it. */
export function createHttpApp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Off: the routes read the query string themselves, strictly.
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.use(giveRequestId);
  app.use(parts.observe);
  app.use(parts.operation);
  app.use(checkHost(parts.guard));
  app.use(pushPrefixes, parts.pushed);
  app.use(identifyCaller(parts.identify));
  app.use(checkOrigin(parts.guard));
  app.use(confineDisplay);
  // The same footage by three doors: what is public, that without its delay, and what came as it came.
  app.use(['/media', '/undelayed', '/sealed'], parts.media);
  app.use(createEvidencePictures(parts.findPicture));
  app.use(createDocumentDownloads(parts.findDocument));
  app.use(createCompression());
  app.use(['/api', '/.well-known'], createAnswerHeaders(parts.origin));
  app.use(createSecurityTxt(parts.origin, parts.clock));
  app.use(createApiDocs(parts.routes));
  app.use(createLedgerExport(parts.openLedgerExport));
  app.use(createPlanExport(parts.exportPlan));
  registerRoutes(app, { ...parts, idempotency: createIdempotency(parts.store, parts.clock) });
  app.use('/api', () => {
    throw new Refusal('request.not-found');
  });
  app.use(createPrintedPages(parts.printPage));
  app.use(parts.pages);
  app.use((request: Request, response: Response) => {
    sendProblem(response, new Refusal('request.not-found'), getContext(request).requestId);
  });
  app.use(createProblemMapper(parts.log, (request) => getContext(request).requestId));
  return app;
}

/** For answers that are no pages: nothing in them may run, frame or load. The pages set their own policy. */
function createAnswerHeaders(origin: string | null): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: origin?.startsWith('https:') ?? false,
  });
}

function giveRequestId(request: Request, response: Response, next: NextFunction): void {
  const requestId = randomUUID();
  setContext(request, { requestId, caller: { principal: null, credential: null, expiresAtMs: null, address: '' } });
  response.setHeader('X-Request-Id', requestId);
  next();
}

function checkHost(guard: OriginGuard): RequestHandler {
  return (request, _response, next) => {
    if (!guard.isKnownHost(request.headers.host)) throw new Refusal('request.host');
    next();
  };
}

function identifyCaller(identify: Identify): RequestHandler {
  return async (request, _response, next) => {
    const caller = await identify(request);
    if (!caller) throw new Refusal('session.required', { detail: 'the token does not hold' });
    getContext(request).caller = caller;
    next();
  };
}

/** An unsafe request must come from a page of ours, or show a bearer token, which no foreign page can add. */
function checkOrigin(guard: OriginGuard): RequestHandler {
  return (request, _response, next) => {
    if (!safeMethods.has(request.method) && readBearer(request.headers.authorization) === null) {
      const site = request.headers['sec-fetch-site'];
      if (!guard.isOwnOrigin(request) || (site !== undefined && site !== 'same-origin')) {
        throw new Refusal('request.origin');
      }
    }
    next();
  };
}
