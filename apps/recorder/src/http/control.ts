import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  cameraIdSchema,
  instantSchema,
  parseStillName,
  recorderCameraChangeSchema,
  recorderCameraConfigSchema,
  Refusal,
  toStillName,
} from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import type { CameraRegistry } from '../cameras/registry.ts';
import { isJpeg, maxStillBytes } from '../platform/jpeg.ts';
import type { ClipDesk } from '../cameras/clips/clip-desk.ts';
import type { PassDoor } from './footage-pass.ts';
import { parseQuery, refuseField, type RequestAddress } from './address.ts';
import { controlArchive, isArchivePath } from './archive-control.ts';
import { readBody, readJson } from './body.ts';
import { controlClips } from './clip-control.ts';
import type { RestreamDesk } from '../channels/restream-desk.ts';
import { controlRestreams } from './restream-control.ts';
import { controlPresets } from './preset-control.ts';
import { controlTimeLapse } from './time-lapse-control.ts';

export interface ControlDeps {
  registry: CameraRegistry;
  isControl: (request: IncomingMessage) => boolean;
  openEvents: (response: ServerResponse) => void;
  hasRoom: () => boolean;
  restreams: RestreamDesk;
  /** A time-lapse is wanted now. */
  wakeTimeLapse: () => void;
  passes: PassDoor;
  clips: ClipDesk;
  nowMs: () => number;
}

const cameraForm = /^\/control\/cameras\/([^/]+)$/;
const restreamForm = /^\/control\/restreams(?:\/([^/]+))?$/;
const timeLapseForm = /^\/control\/cameras\/([^/]+)\/time-lapse(?:\/([^/]+))?$/;
const acceptForm = /^\/control\/cameras\/([^/]+)\/accept-view$/;
const presetsForm = /^\/control\/cameras\/([^/]+)\/presets$/;
const clipForm = /^\/control\/clips(?:\/([^/]+))?$/;
const stillForm = /^\/control\/cameras\/([^/]+)\/stills\/([^/]+)$/;

/** Answers `/control/*` (contract `recorder.ts`). Rejects with Refusal. Without the token everything is 401. */
export function createControlHandler(
  deps: ControlDeps,
): (request: IncomingMessage, response: ServerResponse, address: RequestAddress) => Promise<void> {
  const { registry } = deps;
  const findCamera = (id: string): Camera => {
    const camera = registry.find(parseId(id));
    if (!camera) throw new Refusal('camera.not-found');
    return camera;
  };

  const answerCamera = async (request: IncomingMessage, response: ServerResponse, id: string): Promise<void> => {
    switch (request.method) {
      case 'GET': {
        const camera = registry.find(id);
        if (!camera) throw new Refusal('camera.not-found');
        return sendJson(response, camera.view);
      }
      case 'PUT':
        return sendJson(response, (await registry.put(id, await readJson(request, recorderCameraConfigSchema))).view);
      case 'PATCH':
        return sendJson(
          response,
          (await registry.change(id, await readJson(request, recorderCameraChangeSchema))).view,
        );
      case 'DELETE':
        await registry.remove(id);
        return sendNothing(response);
      default:
        throw new Refusal('request.method');
    }
  };

  const keepStill = async (
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    name: string,
  ): Promise<void> => {
    if (request.method !== 'PUT') throw new Refusal('request.method');
    const camera = registry.find(id);
    if (!camera) throw new Refusal('camera.not-found');
    const instant = parseStillName(name) ?? parseWrittenInstant(name);
    if (instant === null) throw refuseField('instant', 'is not an instant like 20261123T051400Z');
    const atMs = Date.parse(instant);
    if (atMs > deps.nowMs()) throw refuseField('instant', 'is in the future');
    const jpeg = await readBody(request, maxStillBytes);
    if (!isJpeg(jpeg)) throw new Refusal('evidence.unreadable');
    if (!deps.hasRoom()) throw new Refusal('storage.full');
    if (!(await camera.stills.keep(atMs, jpeg))) throw new Refusal('idempotency.reused');
    sendNothing(response);
  };

  return async (request, response, { path, query }) => {
    if (!deps.isControl(request)) throw new Refusal('session.required');
    if (isArchivePath(path)) {
      return sendAnswer(response, await controlArchive({ ...deps, findCamera }, request, path, query));
    }
    if (query !== '') parseQuery(query, []);
    const clip = clipForm.exec(path);
    if (clip) return sendAnswer(response, await controlClips(deps.clips, findCamera, request, clip[1] ?? null));
    if (path === '/control/events') {
      if (request.method !== 'GET') throw new Refusal('request.method');
      return deps.openEvents(response);
    }
    if (path === '/control/cameras') {
      if (request.method !== 'GET') throw new Refusal('request.method');
      return sendJson(response, { cameras: registry.list().map((camera) => camera.view) });
    }
    const camera = cameraForm.exec(path)?.[1];
    if (camera !== undefined) return answerCamera(request, response, parseId(camera));
    const restream = restreamForm.exec(path);
    if (restream) {
      const answer = await controlRestreams(request, deps.restreams, restream[1] ?? null);
      return answer === null ? sendNothing(response) : sendJson(response, answer);
    }
    const [, filmed, period = null] = timeLapseForm.exec(path) ?? [];
    if (filmed !== undefined) {
      const { timeLapse } = findCamera(filmed);
      return sendJson(response, await controlTimeLapse(request, timeLapse, period, deps.wakeTimeLapse));
    }
    const accepted = acceptForm.exec(path)?.[1];
    if (accepted !== undefined) {
      if (request.method !== 'POST') throw new Refusal('request.method');
      const moved = findCamera(accepted);
      moved.acceptView();
      await moved.configured();
      return sendJson(response, moved.view);
    }
    const turned = presetsForm.exec(path)?.[1];
    if (turned !== undefined) return sendJson(response, await controlPresets(request, findCamera(turned)));
    const [, owner, name] = stillForm.exec(path) ?? [];
    if (owner === undefined || name === undefined) throw new Refusal('request.not-found');
    return keepStill(request, response, parseId(owner), name);
  };
}

function parseId(text: string): string {
  const parsed = cameraIdSchema.safeParse(text);
  if (!parsed.success) throw refuseField('id', 'is not a camera id');
  return parsed.data;
}

/** `controlPaths.still` is given the instant as it is written on the wire by some callers; both forms mean the same. */
function parseWrittenInstant(name: string): string | null {
  const parsed = instantSchema.safeParse(name.replaceAll(/%3A/gi, ':'));
  return parsed.success ? parseStillName(toStillName(parsed.data)) : null;
}

function sendJson(response: ServerResponse, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': body.byteLength,
    'Cache-Control': 'no-store',
  });
  response.end(body);
}

/** null is said by having nothing to say. */
function sendAnswer(response: ServerResponse, value: unknown): void {
  if (value === null) sendNothing(response);
  else sendJson(response, value);
}

function sendNothing(response: ServerResponse): void {
  response.writeHead(204, { 'Cache-Control': 'no-store' });
  response.end();
}
