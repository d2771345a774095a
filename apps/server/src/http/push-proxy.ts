import http from 'node:http';
import { Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem-answer.ts';
import { getContext } from './request-context.ts';

/** A segment from a line that is slower than its stream; the recorder gives up before. */
const timeoutMs = 180_000;
/** What the recorder needs to judge it. The camera's key is for it alone: nobody is signed in by it here. */
const passed = ['authorization', 'content-type', 'content-length'] as const;
const passedBack = ['content-type', 'location'] as const;
/** Where something is pushed to, and how. */
const doors: ReadonlyMap<string, readonly string[]> = new Map([
  ['/uplink', ['PUT']],
  ['/whip', ['POST', 'DELETE']],
]);
export const pushPrefixes = [...doors.keys()];

/**
 * What recorders at sites (EDGE1) and cameras (WHIP1) send, handed on to the recorder as it comes: so that they need one
 * address, the one that people type. An edge passes it to the recorder itself.
 */
export function createPushProxy(recorderUrl: string): RequestHandler & { close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const recorder = new URL(recorderUrl);

  const handler: RequestHandler = (request, response) => {
    if (doors.get(request.baseUrl)?.includes(request.method) !== true) throw new Refusal('request.method');
    const headers: http.OutgoingHttpHeaders = {};
    for (const name of passed) if (request.headers[name] !== undefined) headers[name] = request.headers[name];
    const upstream = http.request({
      ...{ agent, hostname: recorder.hostname, port: recorder.port || 80, timeout: timeoutMs },
      ...{ method: request.method, path: request.originalUrl, headers },
    });
    upstream.on('timeout', () => upstream.destroy());
    upstream.on('error', () => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      sendProblem(response, new Refusal('recorder.unreachable'), getContext(request).requestId);
    });
    upstream.on('response', (answer) => {
      response.status(answer.statusCode ?? 502);
      for (const name of passedBack) {
        const value = answer.headers[name];
        if (value !== undefined) response.setHeader(name, value);
      }
      response.setHeader('Cache-Control', 'no-store');
      // It may refuse before it has read all: then nothing more is wanted of this line.
      if (!request.complete) response.setHeader('Connection', 'close');
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    response.on('close', () => upstream.destroy());
    request.on('error', () => upstream.destroy());
    request.pipe(upstream);
  };
  return Object.assign(handler, { close: () => agent.destroy() });
}
