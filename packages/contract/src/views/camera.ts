import { z } from 'zod';
import { cameraIdSchema, codeSchema, instantSchema, localTextSchema, provenanceSchema } from '../values.ts';
import { cameraStates, sourceKinds } from '../words.ts';

/** What the recorder measured, and since when. A state of `live` is never assumed: unknown is `unknown`. */
export const cameraHealthSchema = z.object({
  state: z.enum(cameraStates),
  since: instantSchema,
  /** As it stood when the state was last told; while a camera is live its frames go on without being told. */
  lastFrameAt: instantSchema.nullable(),
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
  stillUrl: z.string().nullable().meta({ description: 'The newest still; it says its own time in Last-Modified.' }),
  delayS: z.int().min(0),
  provenance: provenanceSchema,
});
export type CameraView = z.infer<typeof cameraViewSchema>;

/** What managers see beside it: never the source's address or password, only its kind and host. */
export const cameraManageViewSchema = cameraViewSchema.extend({
  published: z.boolean(),
  heldReason: z.string().nullable(),
  version: z.int(),
  retentionDays: z.int(),
  source: z
    .object({
      kind: z.enum(sourceKinds),
      host: z.string().nullable(),
      hasPassword: z.boolean(),
      ingestUrl: z.string().nullable().meta({ description: 'Where a pushing camera must send to, without its key.' }),
    })
    .nullable(),
  fault: z.string().nullable().meta({ description: 'Why it is not live, as a closed word, for operators.' }),
});
export type CameraManageView = z.infer<typeof cameraManageViewSchema>;
