import { Refusal } from '@sitecast/contract';
import { isKey } from '../platform/key-check.ts';
import type { WhipIngest } from '../sources/whip/ingest.ts';
import { whipPaths } from '../sources/whip/paths.ts';
import { parseQuery } from './address.ts';
import { readBearer } from './bearer.ts';
import { readBody } from './body.ts';
import type { Handler } from './http-server.ts';

const form = /^\/whip\/([^/]{1,64})(?:\/([\w-]{1,64}))?$/;
/** A browser's whole offer has 7 kB. */
const maxOfferBytes = 64 * 1_024;

/**
 * Answers `/whip/<camera>` (WHIP1 to WHIP4): the offer of a camera that pushes over WebRTC, and its end (RFC 9725). Rejects
 * with Refusal.
 */
export function createWhipDoor(deps: { ingest: WhipIngest; keyOf: (camera: string) => string | null }): Handler {
  return async (request, response, { path, query }) => {
    const [, camera = '', session] = form.exec(path) ?? [];
    if (!isKey(readBearer(request) ?? '', deps.keyOf(camera))) throw new Refusal('session.required');
    if (query !== '') parseQuery(query, []);
    if (session !== undefined) {
      if (request.method !== 'DELETE') throw new Refusal('request.method');
      if (!deps.ingest.leave(camera, session)) throw new Refusal('request.not-found');
      return void response.writeHead(200, { 'Cache-Control': 'no-store' }).end();
    }
    if (request.method !== 'POST') throw new Refusal('request.method');
    if (!/^application\/sdp(?:;|$)/i.test(request.headers['content-type'] ?? ''))
      throw new Refusal('request.media-type');
    const offer = (await readBody(request, maxOfferBytes)).toString('utf8');
    const taken = await deps.ingest.take(camera, offer);
    response
      .writeHead(201, {
        'Content-Type': 'application/sdp',
        'Cache-Control': 'no-store',
        Location: whipPaths.session(camera, taken.session),
      })
      .end(taken.answer);
  };
}
