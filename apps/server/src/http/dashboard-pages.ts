import { pathToFileURL } from 'node:url';
import type { PageReader } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import type { Caller } from '../platform/caller.ts';
import type { Log } from '../platform/log.ts';
import { requireRead } from './read-only.ts';
import { getContext } from './request-context.ts';

type PageHandler = (request: unknown, response: unknown, next: (error?: unknown) => void) => void;

/** The header the pages' handler reads the scheme from; whatever a client sends under it is overwritten. */
const protocolHeader = 'x-sitecast-protocol';

/**
 * The built dashboard, by path from the configuration. Its handler reads its settings from the process's environment
 * while it is imported, so the name of the header is put there first. Without a build there are no pages: the rest serves.
 */
export async function loadDashboardPages(parts: {
  file: string;
  origin: string | null;
  log: Log;
  readerFor: (caller: Caller) => PageReader;
}): Promise<RequestHandler> {
  process.env['PROTOCOL_HEADER'] = protocolHeader;
  let handler: PageHandler;
  try {
    ({ handler } = (await import(pathToFileURL(parts.file).href)) as { handler: PageHandler });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    parts.log.warn('the dashboard is not built: no pages are served');
    return (_request, _response, next) => next();
  }
  const protocol = parts.origin?.startsWith('https:') ? 'https' : 'http';
  return (request, response, next) => {
    // Pages are read; what changes something goes to the API (ERR5).
    requireRead(request, response);
    request.headers[protocolHeader] = protocol;
    const { caller } = getContext(request);
    Object.assign(request, { sitecast: parts.readerFor(caller) });
    if (request.method === 'GET' && !request.path.startsWith('/_app/')) {
      // Short and shared for visitors; nobody else's page is kept by anything in between.
      response.setHeader('Cache-Control', caller.principal ? 'private, no-store' : 'public, max-age=0, s-maxage=1');
      response.vary('Cookie');
    }
    handler(request, response, next);
  };
}
