import { z } from 'zod';
import { workingHoursSchema } from '../archive.ts';
import { dialLimitsSchema } from '../dial.ts';
import { cameraIdSchema, instantSchema, localTextSchema, plainText } from '../values.ts';
import { onvifAddressSchema } from '../ptz.ts';

const sourceUrlSchema = z.string().min(8).max(2_048);

/**
 * Where a camera's footage comes from. Write-only: it is sealed by the recorder and never sent back.
 * `rtsp`: rtsp:// or rtsps:// to pull, over TCP where nothing is said; `hls`: http(s) playlist to pull; `mjpeg`: http(s)
 * address of an endless row of JPEGs; `jpeg`: http(s) address of one, asked for every so many seconds; `file`: a path below
 * the recorder's own import folder; `rtmp` and `srt`: the recorder listens, `key` is the stream key or passphrase the
 * camera must send; `whip`: it pushes over WebRTC, `key` is its bearer token; `site`: a recorder at the site sends what it recorded, `key` is what it must show.
 */
export const cameraSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rtsp'), url: sourceUrlSchema, transport: z.enum(['tcp', 'udp']).optional() }),
  z.strictObject({ kind: z.literal('hls'), url: sourceUrlSchema }),
  z.strictObject({ kind: z.literal('mjpeg'), url: sourceUrlSchema }),
  // No more than five seconds: what is called live is at most 15 s old (LIVE1).
  z.strictObject({ kind: z.literal('jpeg'), url: sourceUrlSchema, everyS: z.int().min(1).max(5).optional() }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(255) }),
  z.strictObject({ kind: z.literal('rtmp'), key: z.string().regex(/^[A-Za-z0-9_-]{12,64}$/) }),
  z.strictObject({ kind: z.literal('whip'), key: z.string().regex(/^[A-Za-z0-9_-]{12,64}$/) }),
  z.strictObject({ kind: z.literal('site'), key: z.string().regex(/^[A-Za-z0-9_-]{12,64}$/) }),
  z.strictObject({
    kind: z.literal('srt'),
    port: z.int().min(1_024).max(65_535),
    key: z.string().regex(/^[A-Za-z0-9_-]{12,64}$/),
  }),
]);
export type CameraSource = z.infer<typeof cameraSourceSchema>;

export const addCameraRequestSchema = z.strictObject({
  id: cameraIdSchema,
  name: localTextSchema,
  direction: localTextSchema.nullable().default(null),
  source: cameraSourceSchema,
  published: z.boolean().default(false),
  retentionDays: z.int().min(1).max(3_650).default(7),
  /** Smaller pictures (720p, 360p) are made for slow lines while somebody watches them. */
  ladder: z.boolean().default(false),
  onvif: onvifAddressSchema.nullable().default(null),
});
export type AddCameraRequest = z.input<typeof addCameraRequestSchema>;

/** Change a camera. What is left out stays. */
export const changeCameraRequestSchema = z.strictObject({
  name: localTextSchema.optional(),
  direction: localTextSchema.nullable().optional(),
  source: cameraSourceSchema.optional(),
  published: z.boolean().optional(),
  heldReason: z.string().trim().min(1).max(200).nullable().optional(),
  retentionDays: z.int().min(1).max(3_650).optional(),
  ladder: z.boolean().optional(),
  /** null: it is not moved from here any more. */
  onvif: onvifAddressSchema.nullable().optional(),
  /** How much of its live picture each audience may have, by day and by night. null: all of it. */
  dial: dialLimitsSchema.nullable().optional(),
  /** Seconds by which the public sees it later; investors and managers do not wait. */
  delayS: z.int().min(0).max(86_400).optional(),
  /** When the camera is meant to be on; outside of it a silent or dark one is asleep. null: always. */
  schedule: workingHoursSchema.nullable().optional(),
  maintenance: z
    .strictObject({ until: instantSchema, note: plainText(200).nullable() })
    .nullable()
    .optional(),
  expectedVersion: z.int().min(0),
});
export type ChangeCameraRequest = z.infer<typeof changeCameraRequestSchema>;
