import type { IncomingMessage, ServerResponse } from 'node:http';
import { localDateSchema, parseStillName, Refusal, smallStillWidth } from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import { findDaylightStill } from '../cameras/public/daylight-still.ts';
import type { LadderDesk } from '../cameras/ladder/ladder-desk.ts';
import type { Edition } from '../cameras/public/edition.ts';
import type { SmallStills } from '../cameras/public/small-stills.ts';
import type { PassDoor } from './footage-pass.ts';
import { createSiteDays } from '../time-lapse/site-days.ts';
import { parseQuery, refuseField, type RequestAddress } from './address.ts';
import { findNearest, findReplay, findSheet, parseInstant } from './archive-media.ts';
import { toControlAccess, toInvestorAccess, toPublicAccess, type FootageAccess } from './footage-access.ts';
import type { Handler } from './http-server.ts';
import { findLadderBody, findMostBody, isLadderName } from './ladder-media.ts';
import { findLowLatencyPlaylist, waitLimitMs } from './low-latency.ts';
import { sendMediaFile, type MediaFile } from './media-file.ts';
import { sendMediaParts, type MediaParts } from './media-parts.ts';
import { findTimeLapse } from './time-lapse-media.ts';
import { corsHeaders, sendMedia, type MediaBody } from './media-response.ts';

export interface MediaDeps {
  findCamera: (id: string) => Camera | null;
  isControl: (request: IncomingMessage) => boolean;
  ladder: LadderDesk;
  /** Opens footage that is not open to all, by what stands in the address. */
  passes: PassDoor;
  /** The file of a finished clip of a camera, as long as what it shows may be shown; null: there is none. */
  findClipFile: (camera: string, id: string) => Promise<string | null>;
  nowMs: () => number;
  /** The newest stills at the width of a small screen. */
  smallStills: SmallStills;
}

const editionHeader = 'x-sitecast-edition';
const playlistType = 'application/vnd.apple.mpegurl';
const addressForm = /^\/media\/([a-z0-9-]{1,32})\/([A-Za-z0-9./-]{1,160})$/;
const clipForm = /^clips\/([0-9a-f]{32})\.mp4$/;
const segmentForm = /^([a-z0-9]{16})\/(\d{1,15})(?:\.(\d{1,3}))?\.m4s$/;
const initForm = /^([a-f0-9]{16})\/init\.mp4$/;
const stillForm = /^stills\/(\d{8}T\d{6}Z)\.jpg$/;

/** Answers `/media/*`. Fails with Refusal; what is missing, held or unpublished is the same 404 (MEDIA4). */
export function createMediaHandler(deps: MediaDeps): Handler {
  const answer = (request: IncomingMessage, response: ServerResponse, { path, query }: RequestAddress) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, {
        ...corsHeaders,
        'Access-Control-Allow-Methods': 'GET, HEAD',
        'Access-Control-Allow-Headers': 'Range',
      });
      response.end();
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('request.method');
    const parts = addressForm.exec(path);
    const camera = deps.findCamera(parts?.[1] ?? '');
    const isPrivate = deps.isControl(request);
    if (!camera) throw new Refusal('media.not-found');
    if (parts?.[2] === 'gate') return sendGate(response, camera);
    const edition = isPrivate ? toPrivateEdition(camera, request) : camera.public;
    // Who need not wait for the delay sees what is public, and is before the same curtain.
    const isOpen = (): boolean => edition === camera || camera.public.isOpen;
    if (!isOpen()) throw new Refusal('media.not-found');
    const send = (body: Found): void | Promise<void> => {
      if (!body) throw new Refusal('media.not-found');
      if ('parts' in body) return sendMediaParts(request, response, body, { isPrivate, isOpen });
      if ('path' in body) return sendMediaFile(request, response, body, { isPrivate, isOpen });
      sendMedia(request, response, body, isPrivate);
    };
    const name = parts?.[2] ?? '';
    const nowMs = deps.nowMs();
    const clip = name.startsWith('clips/') ? clipForm.exec(name)?.[1] : undefined;
    if (clip !== undefined) {
      return deps.findClipFile(camera.id, clip).then((file) => {
        if (file === null || !isOpen()) throw new Refusal('media.not-found');
        // Who knows its name ordered it or was given it; no cache may keep it longer than we do.
        const saveAs = `${camera.id}-${clip}.mp4`;
        return sendMediaFile(request, response, { path: file, type: 'video/mp4', saveAs }, { isPrivate: true, isOpen });
      });
    }
    const access = isPrivate
      ? toPrivateAccess(camera, edition, name, nowMs)
      : toPublicAccess(camera, name, deps.passes, nowMs);
    if (!access) throw new Refusal('media.not-found');
    const body = findAny(deps, camera, access, query, nowMs);
    // What is in memory is answered at once: a promise more costs a tenth of the playlists per second.
    if (!(body instanceof Promise)) return send(body);
    return body.then((found) => {
      // A curtain that fell while a request was held is not looked behind.
      if (!isOpen()) throw new Refusal('media.not-found');
      return send(found);
    });
  };

  const refuse = (response: ServerResponse, error: unknown): never => {
    // A page must be able to read a refusal too.
    if (!response.headersSent) response.setHeaders(new Map(Object.entries(corsHeaders)));
    throw error;
  };

  return (request, response, address) => {
    try {
      return answer(request, response, address)?.catch((error: unknown) => refuse(response, error));
    } catch (error) {
      return refuse(response, error);
    }
  };
}

type Found = MediaBody | MediaFile | MediaParts | null;

/** The server asks for itself as it is: whether it wants the picture as it came, or the public's without its delay. */
function toPrivateEdition(camera: Camera, request: IncomingMessage): Edition {
  return request.headers[editionHeader] === 'undelayed' ? camera.public.undelayed : camera;
}

/** Who asks the server for the picture as it came may have all of it; an investor, what investors may have. */
function toPrivateAccess(camera: Camera, edition: Edition, name: string, nowMs: number): FootageAccess {
  return edition === camera ? toControlAccess(edition, name) : toInvestorAccess(camera, name, nowMs);
}

/** For an edge, before each answer of its own: whether it may give what it keeps, and under which key (PRIV6). */
function sendGate(response: ServerResponse, camera: Camera): void {
  const { isOpen, epoch } = camera.public;
  response.writeHead(isOpen ? 204 : 403, {
    'Cache-Control': 'public, max-age=1',
    ...(isOpen && { 'X-Sitecast-Epoch': epoch }),
  });
  response.end();
}

function findAny(
  deps: MediaDeps,
  camera: Camera,
  access: FootageAccess,
  query: string,
  nowMs: number,
): Found | Promise<Found> {
  const { edition, name } = access;
  // What is asked for most is looked for first.
  if (name === 'live.m3u8' && access.most === 'full') return findBody(camera, access, query, nowMs);
  if (name === 'stills/latest.jpg') return latestStill(camera, edition, query, nowMs, deps.smallStills);
  if (isLadderName(name)) return findLadderBody(deps.ladder, camera, access, query);
  // The list of a limited audience is that of the best it may have; parts are of the camera's own picture alone.
  if (access.most !== 'full' && name === 'live.m3u8') return findMostBody(deps.ladder, camera, access, query);
  if (access.most !== 'full' && name === 'low-latency.m3u8') return null;
  return findBody(camera, access, query, nowMs);
}

function findBody(camera: Camera, access: FootageAccess, query: string, nowMs: number): Found | Promise<Found> {
  const { edition, name } = access;
  if (name === 'live.m3u8') {
    if (query !== '') parseQuery(query, []);
    const { playlist } = edition.live;
    return playlist && { bytes: playlist, type: playlistType, kind: 'playlist' };
  }
  if (name === 'replay.m3u8') return findReplay(access, query);
  if (name === 'stills/nearest.jpg') return findNearest(access, query);
  if (name === 'stills.json') return stillList(edition, query);
  if (name === 'time-lapse.json') return toJson(camera.timeLapse.list());
  if (name === 'low-latency.m3u8') return lowLatency(edition, query);
  if (query !== '') parseQuery(query, []);
  const [, run = '', start = '', part] = segmentForm.exec(name) ?? [];
  if (run === '') return findSheet(camera, name, nowMs) ?? findRare(camera, edition, name);
  const startMs = Number(start);
  if (!access.isOpen(startMs)) throw new Refusal('media.too-old');
  if (!access.isOpenWhole(startMs)) return null;
  if (part !== undefined) return findPart(edition, run, startMs, Number(part));
  const bytes = edition.live.findSegment(run, startMs);
  if (bytes) return { bytes, type: 'video/mp4', kind: 'immutable' };
  return edition.footage
    .locateSegment(run, startMs)
    .then((kept) => kept && { parts: [kept], type: 'video/mp4', saveAs: null, maxAgeS: access.maxAgeS });
}

function lowLatency(edition: Edition, query: string): Found | Promise<Found> {
  const toBody = (bytes: Buffer | null): Found => bytes && { bytes, type: playlistType, kind: 'playlist' };
  const { live } = edition;
  const found = findLowLatencyPlaylist(live, query);
  if (!(found instanceof Promise)) return toBody(found);
  // What was public when it was asked for may be hidden when it comes.
  return found.then((bytes) => (edition.live === live ? toBody(bytes) : null));
}

/** A part is in memory or is not there: the archive keeps whole segments. */
function findPart(edition: Edition, run: string, startMs: number, index: number): Found | Promise<Found> {
  const toBody = (bytes: Uint8Array | null): Found => bytes && { bytes, type: 'video/mp4', kind: 'immutable' };
  const { live } = edition;
  const found = live.findPart(run, startMs, index, waitLimitMs);
  if (!(found instanceof Promise)) return toBody(found);
  return found.then((bytes) => (edition.live === live ? toBody(bytes) : null));
}

/** What a player asks for once: the init segment, a still. */
async function findRare(camera: Camera, edition: Edition, name: string): Promise<Found> {
  const initId = initForm.exec(name)?.[1];
  if (initId !== undefined) {
    const bytes = edition.live.findInit(initId)?.bytes ?? (await edition.footage.readInit(initId));
    return bytes && { bytes, type: 'video/mp4', kind: 'immutable' };
  }
  if (name.startsWith('time-lapse/')) return findTimeLapse(camera.id, camera.timeLapse, name);
  const instant = parseStillName(stillForm.exec(name)?.[1] ?? '');
  if (instant === null) return null;
  const atMs = Date.parse(instant);
  const bytes = await edition.stills.read(atMs);
  return bytes && { bytes, type: 'image/jpeg', kind: 'immutable', lastModifiedMs: atMs };
}

const toJson = (value: unknown): MediaBody => ({
  bytes: Buffer.from(JSON.stringify(value)),
  type: 'application/json',
  kind: 'playlist',
});

async function latestStill(
  camera: Camera,
  edition: Edition,
  query: string,
  nowMs: number,
  smallStills: SmallStills,
): Promise<Found> {
  const { before, light, width } = parseQuery(query, ['before', 'light', 'width']);
  // One width, of the newest still alone: what visitors can make us draw is bounded by how often there is a new one.
  if (width !== undefined && width !== String(smallStillWidth)) throw refuseField('width', `is not ${smallStillWidth}`);
  if (width !== undefined && before !== undefined) throw refuseField('width', 'is of the newest still alone');
  if (light !== undefined && light !== 'day') throw refuseField('light', 'is not day');
  if (light !== undefined && before === undefined) throw refuseField('light', 'goes with before');
  const beforeMs = before === undefined ? nowMs : parseInstant('before', before);
  const place = light === undefined ? undefined : camera.timeLapse.settings?.place;
  const still = place
    ? await findDaylightStill(edition.stills, beforeMs, createSiteDays(place).isDaylight)
    : await edition.stills.findBefore(beforeMs);
  if (!still) return null;
  const bytes = width === undefined ? still.bytes : await smallStills.find(still.bytes);
  return { bytes, type: 'image/jpeg', kind: 'playlist', lastModifiedMs: still.atMs };
}

async function stillList(edition: Edition, query: string): Promise<MediaBody> {
  const { day } = parseQuery(query, ['day']);
  if (day !== undefined && !localDateSchema.safeParse(day).success) throw refuseField('day', 'is not a date');
  const list =
    day === undefined ? { days: edition.stills.listDays() } : { instants: await edition.stills.listDay(day) };
  return toJson(list);
}
