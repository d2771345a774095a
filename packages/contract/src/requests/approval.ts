import { z } from 'zod';
import {
  basisPointsSchema,
  fuzzyDateSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
  plainText,
} from '../values.ts';
import { workCalendarSchema } from '../views/calendar.ts';
import { planPhaseSchema } from '../views/phase.ts';
import { milestoneKinds, progressMethods, publishingRules, weightBases } from '../words.ts';

/** A step forward needs no words, a step back does. */
export const agreeRequestSchema = z.strictObject({ note: plainText(1_000).nullable().default(null) });

export const rejectRequestSchema = z.strictObject({ reason: plainText(1_000) });

export const changeRuleRequestSchema = z.strictObject({
  publishingRule: z.enum(publishingRules),
  reason: plainText(1_000),
});
export type ChangeRuleRequest = z.infer<typeof changeRuleRequestSchema>;

const stepRequest = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  title: localTextSchema,
  weight: z.int().min(0).max(1_000_000),
  unit: plainText(20).nullable().optional(),
  total: z.number().positive().max(1e12).optional(),
});

/** One item as the revision will say it. Items the plan has and the proposal has not are refused: cancel them. */
export const planItemRequestSchema = z.strictObject({
  code: itemCodeSchema,
  title: localTextSchema,
  kind: z.enum(milestoneKinds),
  weight: z.int().min(0).max(1_000_000),
  method: z.enum(progressMethods),
  unit: plainText(20).nullable(),
  total: z.number().positive().max(1e12).nullable(),
  steps: z.array(stepRequest).max(50),
  baseline: fuzzyDateSchema.nullable(),
  cancelled: z.boolean(),
  phase: itemCodeSchema.nullable().optional(),
  start: localDateSchema.nullable().optional(),
  startCreditBp: basisPointsSchema.optional(),
});

/** Propose the next baseline revision: the whole plan as it shall be, and why. */
export const proposeBaselineRequestSchema = z.strictObject({
  expectedRevision: z.int().min(0),
  reason: plainText(1_000),
  items: z.array(planItemRequestSchema).min(1).max(500),
  phases: z.array(planPhaseSchema).max(100).optional().meta({ description: 'Left out: as in the plan in force.' }),
  calendar: workCalendarSchema.nullable().optional().meta({ description: 'Left out: as in the plan in force.' }),
  weightBasis: z.enum(weightBases).optional(),
});
export type ProposeBaselineRequest = z.infer<typeof proposeBaselineRequestSchema>;
