import { Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import { isInScope, type Principal } from '../platform/caller.ts';
import { getContext } from './request-context.ts';

/** What a wall loads whatever it shows: its program, its pictures, its own worker, who it is. */
const ofEveryWall = /^\/(?:_app\/|icons\/|wall-worker\.js$|favicon\.|manifest\.|api\/session$)/;
/** Footage is asked for by camera: whether it is one of the display's is found out where cameras are known. */
const footage = /^\/media\//;
const view = /^\/api\/projects\/([^/]+)(?:\/(?:progress|milestones))?$/;
const wall = /^\/wall(?:\/__data\.json)?$/;

/**
 * A display hangs in a room where anyone can take the token out of it. It reads what its own screen plays and nothing
 * else, though much of the rest is public: a token that is stolen tells and does no more than the wall it hung on (INV17).
 */
export const confineDisplay: RequestHandler = (request, _response, next) => {
  const { principal } = getContext(request).caller;
  if (principal?.kind !== 'display') return next();
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading && mayPlay(principal, request.path, request.url)) return next();
  throw new Refusal('permission.denied');
};

function mayPlay(principal: Principal, path: string, url: string): boolean {
  if (ofEveryWall.test(path) || footage.test(path)) return true;
  const asked = wall.test(path) ? readProject(url) : decode(view.exec(path)?.[1]);
  return asked !== null && isInScope(principal, asked);
}

function readProject(url: string): string | null {
  return new URL(url, 'http://wall').searchParams.get('project');
}

function decode(part: string | undefined): string | null {
  try {
    return part === undefined ? null : decodeURIComponent(part);
  } catch {
    return null;
  }
}
