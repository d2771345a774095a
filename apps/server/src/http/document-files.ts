import { Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import type { Caller } from '../platform/caller.ts';
import { getContext } from './request-context.ts';

/** Finds the file of a document for a caller; null where it is not there for them. */
export type FindDocument = (
  id: string,
  version: number,
  caller: Caller,
) => Promise<{ file: string; fileName: string; mediaType: string; isPublic: boolean } | null>;

const form = /^\/documents\/([a-z0-9-]{1,64})\/([1-9]\d{0,5})$/;

/** `/documents/:id/:version`: a file as it was checked, to be saved and never to be shown in a page of ours. */
export function createDocumentDownloads(findDocument: FindDocument): RequestHandler {
  return async (request, response, next) => {
    if (!request.path.startsWith('/documents/')) {
      next();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    const [, id, version] = form.exec(request.path) ?? [];
    if (id === undefined || request.originalUrl.includes('?')) throw new Refusal('document.not-found');
    const found = await findDocument(id, Number(version), getContext(request).caller);
    if (!found) throw new Refusal('document.not-found');
    response.setHeader('Content-Type', found.mediaType);
    response.setHeader('Content-Disposition', toDisposition(found.fileName));
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    // Not kept by an edge for long: a document may be withdrawn.
    response.setHeader('Cache-Control', found.isPublic ? 'public, max-age=0, s-maxage=5' : 'private, no-store');
    response.vary('Cookie');
    response.vary('Authorization');
    response.sendFile(found.file, { cacheControl: false, dotfiles: 'allow', acceptRanges: false }, (error) => {
      if (error && !response.headersSent) next(new Refusal('document.not-found'));
    });
  };
}

/** RFC 6266: the name in UTF-8, and a plain one for what does not read that. */
function toDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.() -]/g, '_');
  const full = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
