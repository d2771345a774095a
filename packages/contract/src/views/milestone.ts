import { z } from 'zod';
import {
  basisPointsSchema,
  fuzzyDateSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
  provenanceSchema,
} from '../values.ts';
import { milestoneKinds, milestoneStates, progressMethods } from '../words.ts';
import { signSlotViewSchema } from './sign-off.ts';

/** A photo as anyone may see it: a re-encoded derivative without metadata, with credit and rights. */
export const evidenceViewSchema = z.object({
  id: z.string(),
  url: z.string(),
  thumbnailUrl: z.string(),
  width: z.int(),
  height: z.int(),
  sha256: z.string().meta({ description: 'Of the original, which is kept sealed.' }),
  takenAt: instantSchema.nullable(),
  credit: z.string().nullable(),
});
export type EvidenceView = z.infer<typeof evidenceViewSchema>;

export const stepSchema = z.object({
  code: z.string(),
  title: localTextSchema,
  weight: z.int().min(0),
  reached: z.boolean(),
  done: z.number().nullable().optional().meta({ description: 'Of weighted units.' }),
  total: z.number().nullable().optional(),
  unit: z.string().nullable().optional(),
});
export type StepView = z.infer<typeof stepSchema>;

export const milestoneViewSchema = z.object({
  code: itemCodeSchema,
  title: localTextSchema,
  kind: z.enum(milestoneKinds),
  state: z.enum(milestoneStates),
  weight: z.int().min(0),
  method: z.enum(progressMethods),
  percentBp: basisPointsSchema.nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  steps: z.array(stepSchema),
  baseline: fuzzyDateSchema.nullable(),
  forecast: fuzzyDateSchema.nullable(),
  actual: localDateSchema.nullable(),
  slipDays: z
    .int()
    .nullable()
    .meta({ description: 'Actual (or forecast) minus baseline, calendar days; later is positive.' }),
  note: z.string().nullable(),
  evidence: z.array(evidenceViewSchema),
  signOffs: z
    .array(signSlotViewSchema)
    .optional()
    .meta({ description: 'Of an acceptance act: it is reached only when all four slots are signed.' }),
  reachedAt: instantSchema.nullable().meta({ description: 'When it was posted, for the replay.' }),
  phase: itemCodeSchema.nullable().optional().meta({ description: 'The phase of the plan that it lies in.' }),
  start: localDateSchema.nullable().optional().meta({ description: 'First planned day of an activity.' }),
  startCreditBp: basisPointsSchema.optional(),
  version: z.int().meta({ description: 'Send it back with a post; another version means somebody was faster.' }),
  provenance: provenanceSchema,
});
export type MilestoneView = z.infer<typeof milestoneViewSchema>;
