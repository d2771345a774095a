import type { RequestHandler } from 'express';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { pushPrefixes } from './push-proxy.ts';
import { getContext } from './request-context.ts';

/** Measures every request, and logs those that change something or fail. Addresses are logged without their query. */
export function createRequestObserver(metrics: Metrics, log: Log): RequestHandler {
  return (request, response, next) => {
    const startMs = performance.now();
    response.on('close', () => {
      const seconds = (performance.now() - startMs) / 1_000;
      const method = /^(GET|HEAD|POST|PATCH|DELETE|PUT|OPTIONS)$/.test(request.method) ? request.method : 'other';
      metrics.observeRequest(method, routeOf(request), response.statusCode, seconds);
      const { requestId, caller } = getContext(request);
      const line = {
        requestId,
        method,
        path: request.path.slice(0, 200),
        status: response.statusCode,
        ms: Math.round(seconds * 1_000),
        actor: caller.principal?.id,
      };
      if (response.statusCode >= 500) log.warn(line, 'request failed');
      // A recorder at a site sends a segment of each camera every two seconds.
      else if (method === 'GET' || method === 'HEAD' || isUplink(request)) log.debug(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

/** The route's pattern, never the address: labels must be few. */
function routeOf(request: { route?: unknown; baseUrl: string; originalUrl: string }): string {
  const route = request.route;
  if (typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string')
    return route.path;
  const prefix = pushPrefixes.find((one) => request.originalUrl.startsWith(`${one}/`));
  if (prefix) return prefix;
  return request.originalUrl.startsWith('/media/') ? '/media' : 'page';
}

const isUplink = ({ originalUrl }: { originalUrl: string }): boolean => originalUrl.startsWith('/uplink/');
