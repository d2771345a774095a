import http from 'node:http';
import { cameraIdSchema, Refusal } from '@sitecast/contract';
import type { Request, RequestHandler } from 'express';
import type { Caller } from '../platform/caller.ts';
import { sendProblem } from './problem-answer.ts';
import { getContext } from './request-context.ts';

export interface MediaParts {
  readonly recorderUrl: string;
  /** The bearer the recorder knows the server by. */
  readonly recorderToken: string;
  /** null: not there for this caller. */
  readonly visibilityOf: (camera: string, caller: Caller, door: MediaDoor) => Promise<Visibility | null>;
}

/** `public`: what anyone gets; `undelayed`: that without the public's delay; `private`: the picture as it came. */
export type Visibility = 'public' | 'undelayed' | 'private';
/** Where it was asked for. */
export type MediaDoor = 'media' | 'undelayed' | 'sealed';

/** Headers that belong to one line and are not passed on (RFC 9110, 7.6.1), and those that carry rights. */
const hopHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'authorization',
  'cookie',
  'host',
]);
const connectTimeoutMs = 10_000;

/**
 * Footage, streamed from the recorder: nothing is buffered, a client that goes away ends the request behind it. An edge
 * cache asks the recorder directly; this is for one machine and for those who may see private cameras.
 */
export function createMediaProxy(parts: MediaParts): RequestHandler & { close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256, keepAliveMsecs: 5_000 });
  const recorder = new URL(parts.recorderUrl);

  const handler: RequestHandler = async (request, response) => {
    const { caller, requestId } = getContext(request);
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'Range');
      response.status(204).end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    const camera = /^\/([^/?]+)\//.exec(request.url)?.[1] ?? '';
    const door = request.baseUrl.slice(1) as MediaDoor;
    const visibility = cameraIdSchema.safeParse(camera).success ? await parts.visibilityOf(camera, caller, door) : null;
    if (visibility === null) throw new Refusal('media.not-found');

    const headers = passedHeaders(request);
    if (visibility !== 'public') headers['authorization'] = `Bearer ${parts.recorderToken}`;
    headers['x-sitecast-edition'] = visibility === 'undelayed' ? 'undelayed' : 'sealed';
    const upstream = http.request({
      agent,
      hostname: recorder.hostname,
      port: recorder.port || 80,
      method: request.method,
      path: `/media${request.url}`,
      headers,
      timeout: connectTimeoutMs,
    });
    upstream.on('timeout', () => upstream.destroy());
    upstream.on('error', () => {
      if (response.writableEnded || response.destroyed) return;
      if (response.headersSent) response.destroy();
      else sendProblem(response, new Refusal('recorder.unreachable'), requestId);
    });
    upstream.on('response', (answer) => {
      response.status(answer.statusCode ?? 502);
      for (const [name, value] of Object.entries(answer.headers)) {
        if (value !== undefined && !hopHeaders.has(name)) response.setHeader(name, value);
      }
      if (visibility !== 'public') response.setHeader('Cache-Control', 'private, no-store');
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    response.on('close', () => upstream.destroy());
    upstream.end();
  };
  return Object.assign(handler, { close: () => agent.destroy() });
}

function passedHeaders(request: Request): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !hopHeaders.has(name)) headers[name] = value;
  }
  return headers;
}
