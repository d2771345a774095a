import { Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import type { Caller } from '../platform/caller.ts';
import { getContext } from './request-context.ts';

/** Finds the file of a drawn picture for a caller; null where it is not there for them. */
export type FindPicture = (
  id: string,
  size: 'large' | 'small',
  caller: Caller,
) => Promise<{ file: string; isPublic: boolean } | null>;

const form = /^\/evidence\/([a-z0-9-]{1,64})\/(large|small)\.webp$/;

/** `/evidence/:id/(large|small).webp`: pictures we have drawn ourselves, never what was uploaded. */
export function createEvidencePictures(findPicture: FindPicture): RequestHandler {
  return async (request, response, next) => {
    if (!request.path.startsWith('/evidence/')) {
      next();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    const [, id, size] = form.exec(request.path) ?? [];
    if (id === undefined || request.originalUrl.includes('?')) throw new Refusal('evidence.not-found');
    const picture = await findPicture(id, size === 'large' ? 'large' : 'small', getContext(request).caller);
    if (!picture) throw new Refusal('evidence.not-found');
    response.setHeader('Content-Type', 'image/webp');
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', picture.isPublic ? 'public, max-age=31536000, immutable' : 'private, no-store');
    response.sendFile(picture.file, { cacheControl: false, dotfiles: 'allow' }, (error) => {
      if (error && !response.headersSent) next(new Refusal('evidence.not-found'));
    });
  };
}
