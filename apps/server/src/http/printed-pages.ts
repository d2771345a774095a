import { Refusal } from '@sitecast/contract';
import type { Request, RequestHandler } from 'express';
import { requireAllowed } from '../platform/caller.ts';
import { createOwnReader } from './own-pages.ts';
import { getContext } from './request-context.ts';
import { toSelfContained, type ReadOwn } from './self-contained.ts';

const form = /^\/invest\/([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)\/(report\.pdf|snapshot\.html)$/;
/** Each print is a browser of its own; more at once would take the machine from the cameras. */
const mostPrints = 2;

/**
 * `/invest/:project/report.pdf` and `/invest/:project/snapshot.html`: pages of ours, read over the loopback as their
 * caller, made into one file. What they may see is decided where the page is made, by the same code as for a browser.
 */
export function createPrintedPages(print: ((html: string) => Promise<Buffer>) | null): RequestHandler {
  let printing = 0;
  return async (request, response, next) => {
    const [, project, kind] = form.exec(request.path) ?? [];
    if (project === undefined) {
      next();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    requireAllowed(getContext(request).caller, 'figures.read', project);
    const isReport = kind === 'report.pdf';
    if (isReport && print === null) {
      throw new Refusal('report.no-printer', { detail: 'no Chromium on this machine: print the page from a browser' });
    }
    const readOwn = readAsCaller(request);
    const query = request.originalUrl.split('?')[1];
    const page = `/invest/${project}/${isReport ? 'report' : 'present'}${query === undefined ? '' : `?${query}`}`;
    const read = await readOwn(page);
    if (!read) throw new Refusal('project.not-found');
    const html = await toSelfContained(read.bytes.toString('utf8'), readOwn);
    response.setHeader('Cache-Control', 'private, no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    const name = isReport ? `${project}-report.pdf` : `${project}.html`;
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    if (!isReport || print === null) {
      response.type('text/html; charset=utf-8').send(html);
      return;
    }
    if (printing >= mostPrints) throw new Refusal('request.rate');
    printing += 1;
    try {
      response.type('application/pdf').send(await print(html));
    } finally {
      printing -= 1;
    }
  };
}

/** This very server, on the port the request came in by, as whoever sent the request. */
function readAsCaller(request: Request): ReadOwn {
  const { host, cookie, authorization } = request.headers;
  const headers = { host, accept: '*/*', ...(cookie && { cookie }), ...(authorization && { authorization }) };
  const { localPort, localAddress } = request.socket;
  return createOwnReader({ host: localAddress, port: localPort }, headers);
}
