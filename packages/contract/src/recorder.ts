import { z } from 'zod';
import { archiveRulesSchema } from './archive.ts';
import { dialLimitsSchema } from './dial.ts';
import { recorderPrivacySchema } from './privacy.ts';
import { onvifAddressSchema, recorderPtzSchema } from './ptz.ts';
import { cameraSourceSchema } from './requests/camera.ts';
import { cameraIdSchema, instantSchema } from './values.ts';
import { cameraHealthSchema } from './views/camera.ts';
import { sourceKinds } from './words.ts';

/**
 * The recorder's control door, `/control/*`, for the server alone: bearer token from the file both were told.
 * The recorder knows cameras, not projects. It keeps what it was told on disk and works without the server.
 */
export const recorderCameraConfigSchema = z.strictObject({
  source: cameraSourceSchema,
  published: z.boolean(),
  retentionDays: z.int().min(1).max(3_650),
  /** Left out: the rules as they are by default. */
  archive: archiveRulesSchema.optional(),
  /** Smaller renditions may be made of it while somebody watches them. Left out: no, but for what browsers cannot play. */
  ladder: z.boolean().optional(),
  /** How much of its live picture each audience may have. Left out or null: all of it. */
  dial: dialLimitsSchema.nullable().optional(),
  /** Left out: all of its footage may be public as it came, while it is published. */
  privacy: recorderPrivacySchema.optional(),
  /** Where it takes orders. Left out, or null: nobody moves it from here. */
  onvif: onvifAddressSchema.nullable().optional(),
});
export type RecorderCameraConfig = z.infer<typeof recorderCameraConfigSchema>;

/** PATCH: what is left out stays; a missing `source` or `onvif` keeps the sealed one. */
export const recorderCameraChangeSchema = recorderCameraConfigSchema.partial();
export type RecorderCameraChange = z.infer<typeof recorderCameraChangeSchema>;

/** Closed words for what is wrong with a source; operators see them, the public sees the state alone. */
export const sourceFaults = [
  'unreachable',
  'refused',
  'wrong-password',
  'not-found',
  'redirected',
  'no-video',
  'codec-unsupported',
  'silent',
  'ended',
  'ffmpeg-failed',
  'keyframes-too-far-apart',
] as const;
export type SourceFault = (typeof sourceFaults)[number];

/** What can be asked for now: an address behind which nothing stands yet is not told (CTRL5). */
const recordedSchema = z.object({
  playlist: z.boolean(),
  still: z.boolean(),
  /** A list of renditions to choose among. */
  adaptive: z.boolean().default(false),
});

export const recorderCameraViewSchema = z.object({
  id: cameraIdSchema,
  published: z.boolean(),
  retentionDays: z.int(),
  archive: archiveRulesSchema,
  source: z.object({
    kind: z.enum(sourceKinds),
    host: z.string().nullable(),
    hasPassword: z.boolean(),
    ingestUrl: z.string().nullable(),
  }),
  health: cameraHealthSchema,
  fault: z.enum(sourceFaults).nullable(),
  restarts: z.int(),
  recordedFrom: instantSchema.nullable(),
  bitsPerSecond: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  privacy: recorderPrivacySchema.nullable(),
  ladder: z.boolean().default(false),
  dial: dialLimitsSchema.nullable().default(null),
  /** Of what everybody gets, and of what came. */
  recorded: z.object({ public: recordedSchema, sealed: recordedSchema }),
  /** How far the camera's own clock is ahead of the recorder's; null where the camera does not say its time. */
  clockErrorMs: z.int().nullable(),
  /** null: it was told of no way to move it. */
  ptz: recorderPtzSchema.nullable().default(null),
});
export type RecorderCameraView = z.infer<typeof recorderCameraViewSchema>;

/**
 * Server-sent events of `GET /control/events`: first `snapshot`, then `camera` on each change, `beat` every 2 s with the
 * time of each camera's last frame, which moves on without any change of state.
 */
export type RecorderEvent =
  | { type: 'snapshot'; cameras: RecorderCameraView[]; at: string }
  | { type: 'camera'; camera: RecorderCameraView; at: string }
  | { type: 'removed'; id: string; at: string }
  | { type: 'beat'; at: string; lastFrames: Record<string, string> };

/** Paths of the control door. */
export const controlPaths = {
  cameras: '/control/cameras',
  camera: (id: string) => `/control/cameras/${id}`,
  still: (id: string, instant: string) => `/control/cameras/${id}/stills/${instant}`,
  events: '/control/events',
  /** POST, without a body: what the camera shows now is what it should show. Answers its view. */
  acceptView: (id: string) => `/control/cameras/${id}/accept-view`,
  /** GET, `presetListSchema`, asked of the camera; POST `goToPresetSchema`: it goes there. Answers its view. */
  presets: (id: string) => `/control/cameras/${id}/presets`,
  /** GET, `coverageViewSchema`: from one local day of the site to another, both included. */
  coverage: (id: string, from: string, to: string) => `/control/cameras/${id}/coverage?from=${from}&to=${to}`,
  /** GET, `archiveMonthSchema`; the month as `2026-11`. */
  archiveMonth: (id: string, month: string) => `/control/cameras/${id}/archive/months/${month}`,
  /** GET, `archiveDaySchema`; the local day as `2026-11-23`. */
  archiveDay: (id: string, day: string) => `/control/cameras/${id}/archive/days/${day}`,
  /** PUT `pinRequestSchema` (its `ref` is the last part), DELETE. */
  pin: (id: string, ref: string) => `/control/cameras/${id}/pins/${ref}`,
  /** POST `stretchRequestSchema`, `footagePassSchema`. */
  passes: (id: string) => `/control/cameras/${id}/passes`,
  /** POST `cutClipRequestSchema`, `clipViewSchema`; then GET and DELETE of `clip`. */
  clips: '/control/clips',
  clip: (id: string) => `/control/clips/${id}`,
  /** GET all of them; PUT `restreamConfigSchema`, PATCH `restreamChangeSchema`, DELETE of one: `recorderRestreamSchema`. */
  restreams: '/control/restreams',
  restream: (id: string) => `/control/restreams/${id}`,
  /** PUT `timeLapseSettingsSchema`. */
  timeLapse: (id: string) => `/control/cameras/${id}/time-lapse`,
  /** POST, without a body: make this one next. Answers `timeLapseListSchema`. */
  timeLapsePeriod: (id: string, period: string) => `/control/cameras/${id}/time-lapse/${period}`,
} as const;

/** Paths of the footage, same on the recorder, behind the server and at the edge. */
export const mediaPaths = {
  live: (camera: string) => `/media/${camera}/live.m3u8`,
  /** The same stream with parts (LL-HLS), for players that ask for each as it comes. */
  lowLatency: (camera: string) => `/media/${camera}/low-latency.m3u8`,
  /** The live playlist and its smaller renditions, for a player to choose among (multivariant); plain HLS. */
  adaptive: (camera: string) => `/media/${camera}/adaptive.m3u8`,
  replay: (camera: string, from: string, to: string) =>
    `/media/${camera}/replay.m3u8?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
  clip: (camera: string, id: string) => `/media/${camera}/clips/${id}.mp4`,
  latestStill: (camera: string) => `/media/${camera}/stills/latest.jpg`,
  still: (camera: string, instant: string) => `/media/${camera}/stills/${toStillName(instant)}.jpg`,
  /** The still nearest an instant, within a day of it; it says its own time in Last-Modified. */
  nearestStill: (camera: string, instant: string) =>
    `/media/${camera}/stills/nearest.jpg?at=${encodeURIComponent(instant)}`,
  /** The days that have stills: `{ days: [{ date: 'YYYY-MM-DD' (UTC), first, last, count }] }`; with `?day=` that day's instants. */
  stills: (camera: string) => `/media/${camera}/stills.json`,
  /** `timeLapseListSchema`. */
  timeLapses: (camera: string) => `/media/${camera}/time-lapse.json`,
  timeLapse: (camera: string, period: string, version: string, file: 'video.mp4' | 'index.m3u8') =>
    `/media/${camera}/time-lapse/${period}/${version}/${file}`,
} as const;

/** `2026-11-23T05:14:00.000Z` → `20261123T051400Z`: the name of a still. */
export function toStillName(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** `20261123T051400Z` → the instant, or null where it is not a name of that form. */
export function parseStillName(name: string): string | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(name);
  if (!parts) return null;
  const instant = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.000Z`;
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) || at.toISOString() !== instant ? null : instant;
}
