import { z } from 'zod';
import { cameraIdSchema, codeSchema, instantSchema, plainText } from './values.ts';
import { approvalStepSchema } from './views/approval.ts';
import { curtainScopes, maskStates } from './words.ts';

const shareSchema = z.number().min(0).max(1);

/** Corners of a masked area in shares of the picture's width and height, in order round it. */
export const polygonSchema = z
  .array(z.tuple([shareSchema, shareSchema]))
  .min(3)
  .max(64);
export type Polygon = z.infer<typeof polygonSchema>;

const polygonsSchema = z.array(polygonSchema).max(32);

/** A stretch of time whose footage may be public, and how: as it came, or with the mask burned in. */
export const publicSpanSchema = z.strictObject({
  from: instantSchema,
  to: instantSchema.nullable(),
  masked: z.boolean(),
});
export type PublicSpan = z.infer<typeof publicSpanSchema>;

/** What the recorder is told of a camera's privacy. What lies in no span is never public, whatever else is said. */
export const recorderPrivacySchema = z.strictObject({
  /** Seconds by which the public sees it later. */
  delayS: z.int().min(0).max(86_400).default(0),
  /** Burned into every public pixel; without polygons the public gets the picture as it came. */
  mask: z.strictObject({ version: z.int().min(0), polygons: polygonsSchema }),
  spans: z.array(publicSpanSchema).max(2_000),
});
export type RecorderPrivacy = z.infer<typeof recorderPrivacySchema>;

/** Propose the next version of a camera's mask; without polygons: there is nothing to mask. */
export const proposeMaskRequestSchema = z.strictObject({
  polygons: polygonsSchema,
  note: plainText(500).nullable().default(null),
});

/** `earlier`: what was public until now stays so; else nothing recorded before this moment does. */
export const approveMaskRequestSchema = z.strictObject({
  earlier: z.boolean(),
  note: plainText(500).nullable().default(null),
});

export const closeCurtainRequestSchema = z.strictObject({
  scope: z.enum(curtainScopes),
  code: codeSchema.meta({ description: 'Of the programme or project, or the id of the camera.' }),
  reason: plainText(500),
  /** What was recorded so long before stays hidden as well. */
  minutesBefore: z.int().min(0).max(1_440).default(5),
});

export const liftCurtainRequestSchema = z.strictObject({ reason: plainText(500) });

/** Said where the same person took both steps because nobody else could. */
const aloneSchema = z.boolean().meta({ description: 'One person took both steps: nobody else has the right to.' });

export const maskViewSchema = z.object({
  camera: cameraIdSchema,
  version: z.int(),
  polygons: polygonsSchema,
  state: z.enum(maskStates),
  note: z.string().nullable(),
  proposed: approvalStepSchema,
  decided: approvalStepSchema.nullable(),
  alone: aloneSchema,
  earlier: z.boolean(),
});
export type MaskView = z.infer<typeof maskViewSchema>;

export const cameraMasksSchema = z.object({
  camera: cameraIdSchema,
  inForce: maskViewSchema.nullable(),
  proposed: maskViewSchema.nullable(),
  items: z.array(maskViewSchema).meta({ description: 'Every version, newest first.' }),
  reviewers: z.int().meta({ description: 'How many others than the proposer may review.' }),
});
export type CameraMasks = z.infer<typeof cameraMasksSchema>;

export const curtainViewSchema = z.object({
  id: z.string(),
  scope: z.enum(curtainScopes),
  code: codeSchema,
  project: codeSchema.nullable().meta({ description: 'null: the whole programme.' }),
  cameras: z.array(cameraIdSchema),
  hiddenFrom: instantSchema,
  closed: approvalStepSchema,
  lifted: approvalStepSchema.nullable(),
  alone: aloneSchema,
  /** Whether the asker may lift it now, and if not, why. */
  mayLift: z.enum(['yes', 'alone', 'same-person', 'not-allowed']),
});
export type CurtainView = z.infer<typeof curtainViewSchema>;
