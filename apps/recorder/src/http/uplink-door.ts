import type { IncomingMessage } from 'node:http';
import { owedReportSchema, parseStillName, Refusal } from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import { maxSegmentBytes, parseSentSegment } from '../cameras/intake/sent-segment.ts';
import { isJpeg, maxStillBytes } from '../platform/jpeg.ts';
import { isKey } from '../platform/key-check.ts';
import { parseQuery, refuseField } from './address.ts';
import { readBearer } from './bearer.ts';
import { readBody, readJson } from './body.ts';
import type { Handler } from './http-server.ts';

const cameraForm = /^\/uplink\/([^/]{1,64})\/(.*)$/;
const segmentForm = /^segments\/([a-z0-9]{16})\/(\d{1,15})-(\d{1,5})\.mp4$/;
const stillForm = /^stills\/(\d{8}T\d{6}Z)\.jpg$/;
/** A site sends one live and one older at a time, from a line that was cut perhaps another pair. */
const mostBodies = 4;
/** A segment from a line that is much slower than its stream; the site gives up before. */
const bodyMs = 150_000;

/** Answers `/uplink/*` (EDGE1 to EDGE6): what recorders at sites send. Rejects with Refusal. */
export function createUplinkDoor(deps: { findCamera: (id: string) => Camera | null }): Handler {
  const bodies = new Map<string, number>();

  const admit = (request: IncomingMessage, id: string): Camera => {
    const camera = deps.findCamera(id);
    const source = camera?.config.source;
    const isRight = isKey(readBearer(request) ?? '', source?.kind === 'site' ? source.key : null);
    if (!camera || !isRight) throw new Refusal('session.required');
    return camera;
  };

  const take = async (request: IncomingMessage, camera: Camera, name: string): Promise<void> => {
    const [, run, start, duration] = segmentForm.exec(name) ?? [];
    if (run !== undefined) {
      const named = { run, startMs: Number(start), durationMs: Number(duration) };
      return camera.intake.take(parseSentSegment(await readWhole(request, maxSegmentBytes), named));
    }
    if (name === 'owed') return camera.intake.takeOwed(await readJson(request, owedReportSchema));
    const instant = parseStillName(stillForm.exec(name)?.[1] ?? '');
    if (instant === null) throw new Refusal('request.not-found');
    const jpeg = await readWhole(request, maxStillBytes);
    if (!isJpeg(jpeg)) throw refuseField('body', 'is not a JPEG');
    return camera.intake.takeStill(Date.parse(instant), jpeg);
  };

  return async (request, response, { path, query }, waitForBody) => {
    const [, id = '', name = ''] = cameraForm.exec(path) ?? [];
    const camera = admit(request, id);
    waitForBody(bodyMs);
    if (query !== '') parseQuery(query, []);
    if (request.method !== 'PUT') throw new Refusal('request.method');
    const open = bodies.get(id) ?? 0;
    if (open >= mostBodies) throw new Refusal('request.rate');
    bodies.set(id, open + 1);
    try {
      await take(request, camera, name);
    } finally {
      bodies.set(id, (bodies.get(id) ?? 1) - 1);
    }
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  };
}

/** The whole body. A line that is cut in the middle of it is no fault of ours. Throws Refusal. */
async function readWhole(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  try {
    return await readBody(request, maxBytes);
  } catch (error) {
    if (error instanceof Refusal || request.complete) throw error;
    throw new Refusal('request.unparsable');
  }
}
