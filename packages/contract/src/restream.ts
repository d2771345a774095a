import { z } from 'zod';
import { cameraIdSchema, codeSchema, instantSchema, plainText } from './values.ts';
import { restreamFaults, restreamStates } from './words.ts';

/** Where a camera is shown beside our own pages: a server that takes RTMP(S), with its key. Write-only but for the host. */
export const restreamTargetSchema = z.strictObject({
  url: z
    .string()
    .min(8)
    .max(2_048)
    .meta({ description: 'rtmp:// or rtmps:// server and application, without the key.' }),
  key: z.string().regex(/^[\u0021-\u007E]{1,512}$/, 'must be 1 to 512 plain characters'),
});

/** What the recorder is told. It keeps it sealed and goes on while the server is away. */
export const restreamConfigSchema = z.strictObject({
  camera: cameraIdSchema,
  target: restreamTargetSchema,
  enabled: z.boolean(),
});
export type RestreamConfig = z.infer<typeof restreamConfigSchema>;

/** PATCH: what is left out stays; the key too. */
export const restreamChangeSchema = restreamConfigSchema.omit({ camera: true }).partial();
export type RestreamChange = z.infer<typeof restreamChangeSchema>;

/** How it goes. It shows what the public sees: delay, mask and curtain hold here as anywhere. */
export const restreamHealthSchema = z.object({
  state: z.enum(restreamStates),
  since: instantSchema,
  fault: z.enum(restreamFaults).nullable(),
  bitsPerSecond: z.number().nullable(),
  restarts: z.int(),
});

export const recorderRestreamSchema = restreamHealthSchema.extend({
  id: codeSchema,
  camera: cameraIdSchema,
  host: z.string(),
  enabled: z.boolean(),
});
export type RecorderRestream = z.infer<typeof recorderRestreamSchema>;

/** A destination as managers see it. */
export const restreamViewSchema = recorderRestreamSchema.extend({ name: z.string(), version: z.int() });
export type RestreamView = z.infer<typeof restreamViewSchema>;

export const addRestreamRequestSchema = z.strictObject({
  id: codeSchema,
  camera: cameraIdSchema,
  name: plainText(120),
  target: restreamTargetSchema,
});

/** Start, stop, rename, or give another key. */
export const changeRestreamRequestSchema = z.strictObject({
  name: plainText(120).optional(),
  target: restreamTargetSchema.optional(),
  enabled: z.boolean().optional(),
  expectedVersion: z.int().min(0),
});
