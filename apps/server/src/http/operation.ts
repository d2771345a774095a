import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '@sitecast/contract';
import express, { type Router } from 'express';
import { readBearer } from '../platform/session-secret.ts';
import { refuseUnknown } from './read-only.ts';

/** One thing that must work before this node may get requests. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves to null where all is well, else to what is wrong in a few words. */
  check(): Promise<string | null>;
}

export interface OperationParts {
  readonly readiness: readonly ReadinessCheck[];
  readonly isDraining: () => boolean;
  readonly readMetrics: () => Promise<{ type: string; text: string }>;
  readonly metricsToken: string | null;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly readStatus: () => Promise<unknown>;
}

const checkTimeoutMs = 2_000;
/** The checks write to the disk; however often strangers ask, they run once in this time. */
const readinessKeptMs = 1_000;
const paths = ['/livez', '/readyz', '/metrics', '/status'];

/** `/livez`, `/readyz`, `/metrics`, `/status`: for machines and operators. They make no session and keep nothing. */
export function createOperation(parts: OperationParts): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  const findFaults = keepFor(readinessKeptMs, async (): Promise<Record<string, string>> => {
    const faults: Record<string, string> = {};
    await Promise.all(
      parts.readiness.map(async ({ name, check }) => {
        const fault = await withTimeout(check());
        if (fault !== null) faults[name] = fault;
      }),
    );
    return faults;
  });
  router.all(paths, refuseUnknown, (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  router.get('/livez', (_request, response) => {
    response.json({ live: true });
  });
  router.get('/readyz', async (_request, response) => {
    const faults = {
      ...(parts.isDraining() && { drain: 'the server is stopping' }),
      ...(await findFaults()),
    };
    const ready = Object.keys(faults).length === 0;
    response.status(ready ? 200 : 503).json({ ready, faults });
  });
  router.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(parts, request)) throw new Refusal('permission.denied');
    const { type, text } = await parts.readMetrics();
    response.setHeader('Content-Type', type);
    response.end(text);
  });
  router.get('/status', async (_request, response) => {
    response.json(await parts.readStatus());
  });
  return router;
}

/** With a token set, the token; without one, this machine alone. */
function mayReadMetrics(parts: OperationParts, request: IncomingMessage): boolean {
  if (parts.metricsToken === null) {
    const address = parts.addressOf(request);
    return address === '::1' || address.startsWith('127.');
  }
  const sent = Buffer.from(readBearer(request.headers.authorization) ?? '');
  const expected = Buffer.from(parts.metricsToken);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

/** The same answer for everybody who asks within that time of the first. */
function keepFor<T>(keptMs: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { atMs: number; answer: Promise<T> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (!kept || nowMs - kept.atMs > keptMs) kept = { atMs: nowMs, answer: read() };
    return kept.answer;
  };
}

async function withTimeout(work: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('did not answer in time'), checkTimeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
