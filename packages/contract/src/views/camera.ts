import { z } from 'zod';
import { workingHoursSchema } from '../archive.ts';
import { dialLimitsSchema } from '../dial.ts';
import { cameraIdSchema, codeSchema, instantSchema, localTextSchema, provenanceSchema } from '../values.ts';
import { cameraPtzSchema } from '../ptz.ts';
import { cameraStates, curtainScopes, sourceKinds } from '../words.ts';

/** What the recorder measured, and since when. A state of `live` is never assumed: unknown is `unknown`. */
export const cameraHealthSchema = z.object({
  state: z.enum(cameraStates),
  since: instantSchema,
  /** True to some seconds in every answer; an open page is told of it with the next change of state, not of each frame. */
  lastFrameAt: instantSchema.nullable(),
  /** Until when a planned state lasts (`asleep`, `maintenance`), where that is known. */
  until: instantSchema.nullable().optional(),
});
export type CameraHealth = z.infer<typeof cameraHealthSchema>;

/** A camera as anyone may see it. A held or unpublished camera has no addresses. */
export const cameraViewSchema = z.object({
  id: cameraIdSchema,
  project: codeSchema,
  name: localTextSchema,
  direction: localTextSchema.nullable().meta({ description: 'What the camera looks at.' }),
  health: cameraHealthSchema,
  playlistUrl: z.string().nullable(),
  adaptiveUrl: z
    .string()
    .nullable()
    .meta({ description: 'The same and smaller renditions, for a player to choose among; null: there are none.' }),
  stillUrl: z.string().nullable().meta({ description: 'The newest still; it says its own time in Last-Modified.' }),
  delayS: z.int().min(0),
  publicMinutes: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How far back everyone may play it; left out: the recorder is not heard.' }),
  dial: dialLimitsSchema
    .nullable()
    .optional()
    .meta({ description: 'The most each audience gets of its live picture, by day and night; null: all of it.' }),
  provenance: provenanceSchema,
});
export type CameraView = z.infer<typeof cameraViewSchema>;

/** What managers see beside it: never the source's address or password, only its kind and host. */
export const cameraManageViewSchema = cameraViewSchema.extend({
  published: z.boolean(),
  heldReason: z.string().nullable(),
  version: z.int(),
  retentionDays: z.int(),
  ladder: z.boolean().meta({ description: 'Smaller renditions are made while somebody watches them.' }),
  source: z
    .object({
      kind: z.enum(sourceKinds),
      host: z.string().nullable(),
      hasPassword: z.boolean(),
      ingestUrl: z.string().nullable().meta({ description: 'Where a pushing camera must send to, without its key.' }),
    })
    .nullable(),
  fault: z.string().nullable().meta({ description: 'Why it is not live, as a closed word, for operators.' }),
  mask: z.object({
    version: z.int().nullable().meta({ description: 'In force; null: none was reviewed, the public sees nothing.' }),
    areas: z.int(),
    proposed: z.int().nullable().meta({ description: 'The version that waits for review.' }),
  }),
  curtain: z.object({ id: z.string(), scope: z.enum(curtainScopes), at: instantSchema }).nullable(),
  schedule: workingHoursSchema.nullable().meta({ description: 'When it is meant to be on; null: always.' }),
  maintenance: z.object({ until: instantSchema, note: z.string().nullable() }).nullable(),
  clockErrorMs: z.int().nullable().meta({ description: 'How far its own clock is ahead of the recorder’s.' }),
  ptz: cameraPtzSchema.nullable().meta({ description: 'How it can be moved; null: it cannot, as far as is known.' }),
});
export type CameraManageView = z.infer<typeof cameraManageViewSchema>;
