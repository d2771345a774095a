import http from 'node:http';
import { Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import { sendProblem } from './problem-answer.ts';
import { getContext } from './request-context.ts';

/** A segment from a line that is slower than its stream; the recorder gives up before. */
const timeoutMs = 180_000;
/** What the recorder needs to judge it. The camera's key is for it alone: nobody is signed in by it here. */
const passed = ['authorization', 'content-type', 'content-length'] as const;

/**
 * What recorders at sites send (EDGE1), handed on to the recorder as it comes: so that a box at a site needs one address, the
 * one that people type. An edge passes it to the recorder itself.
 */
export function createUplinkProxy(recorderUrl: string): RequestHandler & { close(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const recorder = new URL(recorderUrl);

  const handler: RequestHandler = (request, response) => {
    if (request.method !== 'PUT') throw new Refusal('request.method');
    const headers: http.OutgoingHttpHeaders = {};
    for (const name of passed) if (request.headers[name] !== undefined) headers[name] = request.headers[name];
    const upstream = http.request({
      ...{ agent, hostname: recorder.hostname, port: recorder.port || 80, timeout: timeoutMs },
      ...{ method: 'PUT', path: `/uplink${request.url}`, headers },
    });
    upstream.on('timeout', () => upstream.destroy());
    upstream.on('error', () => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      sendProblem(response, new Refusal('recorder.unreachable'), getContext(request).requestId);
    });
    upstream.on('response', (answer) => {
      response.status(answer.statusCode ?? 502);
      const type = answer.headers['content-type'];
      if (type !== undefined) response.setHeader('Content-Type', type);
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
