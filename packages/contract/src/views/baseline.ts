import { z } from 'zod';
import {
  basisPointsSchema,
  codeSchema,
  fuzzyDateSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
} from '../values.ts';
import { milestoneKinds, proposalStates, progressMethods, publishingRules } from '../words.ts';
import { approvalStepSchema } from './approval.ts';

/** What is planned at the end of a day. */
export const planPointSchema = z.object({ date: localDateSchema, plannedBp: basisPointsSchema });

/** One item of a plan as a baseline revision says it. */
export const planItemSchema = z.object({
  code: itemCodeSchema,
  title: localTextSchema,
  kind: z.enum(milestoneKinds),
  weight: z.int().min(0),
  method: z.enum(progressMethods),
  unit: z.string().nullable(),
  total: z.number().nullable().meta({ description: 'All of the units; null for other methods, or while not agreed.' }),
  steps: z.array(z.object({ code: z.string(), title: localTextSchema, weight: z.int().min(0) })),
  baseline: fuzzyDateSchema.nullable(),
  cancelled: z.boolean(),
});
export type PlanItemView = z.infer<typeof planItemSchema>;

/** A proposed baseline revision; for the project's own people until it is approved. */
export const proposalViewSchema = z.object({
  id: z.string(),
  project: codeSchema,
  baseRevision: z.int().min(0),
  reason: z.string(),
  items: z.array(planItemSchema),
  curve: z.array(planPointSchema),
  plannedFinish: localDateSchema.nullable(),
  daysMoved: z.int().nullable(),
  percentBeforeBp: basisPointsSchema.nullable(),
  percentAfterBp: basisPointsSchema.nullable(),
  state: z.enum(proposalStates),
  proposed: approvalStepSchema,
  decided: approvalStepSchema.nullable(),
});
export type ProposalView = z.infer<typeof proposalViewSchema>;

/** The plan in force with what is proposed, for the people of the project. */
export const planViewSchema = z.object({
  project: codeSchema,
  publishingRule: z.enum(publishingRules),
  revision: z.int().min(0),
  dataDate: localDateSchema.nullable(),
  percentBp: basisPointsSchema.nullable(),
  items: z.array(planItemSchema),
  measured: z.array(itemCodeSchema).meta({ description: 'Items with progress: how they are measured stays.' }),
  curve: z.array(planPointSchema),
  proposals: z.array(proposalViewSchema),
});
export type PlanView = z.infer<typeof planViewSchema>;

/** One approved baseline revision as anyone may see it (C10): who, why, and how far it moved the plan. */
export const slipViewSchema = z.object({
  revision: z.int().min(1),
  reason: z.string(),
  proposedBy: z.string().nullable().meta({ description: 'A role, never a login.' }),
  approvedBy: z.string().nullable(),
  approvedAt: instantSchema,
  hash: z.string(),
  plannedFinish: localDateSchema.nullable(),
  daysMoved: z.int().nullable().meta({ description: 'Planned finish against the revision before; later is positive.' }),
  moved: z.array(z.object({ code: itemCodeSchema, title: localTextSchema, days: z.int() })),
  percentBeforeBp: basisPointsSchema.nullable(),
  percentAfterBp: basisPointsSchema.nullable(),
  curve: z.array(planPointSchema),
});
export type SlipView = z.infer<typeof slipViewSchema>;
