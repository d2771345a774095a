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
import { milestoneKinds, proposalStates, progressMethods, publishingRules, weightBases } from '../words.ts';
import { approvalStepSchema } from './approval.ts';
import { workCalendarSchema } from './calendar.ts';
import { planPhaseSchema } from './phase.ts';

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
  steps: z
    .array(
      z.object({
        code: z.string(),
        title: localTextSchema,
        weight: z.int().min(0),
        unit: z.string().nullable().optional(),
        total: z.number().optional(),
      }),
    )
    .meta({ description: 'Rules of credit; of weighted units, the quantities with unit and total.' }),
  baseline: fuzzyDateSchema.nullable(),
  cancelled: z.boolean(),
  phase: itemCodeSchema.nullable().optional(),
  start: localDateSchema
    .nullable()
    .optional()
    .meta({ description: 'First planned day: an activity has one, a milestone has none.' }),
  startCreditBp: basisPointsSchema.optional().meta({ description: 'Of start-finish: what the start alone earns.' }),
});
export type PlanItemView = z.infer<typeof planItemSchema>;

/** What a schedule file says of one item's progress, by the item's own method. */
export const importedProgressSchema = z.object({
  code: itemCodeSchema,
  dataDate: localDateSchema,
  percentBp: basisPointsSchema.nullable(),
  done: z.number().nullable(),
  steps: z.array(z.string()).meta({ description: 'Steps that are complete.' }),
  started: localDateSchema.nullable(),
  actual: localDateSchema.nullable(),
  forecast: localDateSchema.nullable(),
});
export type ImportedProgress = z.infer<typeof importedProgressSchema>;

/** A proposed baseline revision; for the project's own people until it is approved. */
export const proposalViewSchema = z.object({
  id: z.string(),
  project: codeSchema,
  baseRevision: z.int().min(0),
  reason: z.string(),
  items: z.array(planItemSchema),
  phases: z.array(planPhaseSchema),
  calendar: workCalendarSchema.nullable(),
  weightBasis: z.enum(weightBases).nullable(),
  progress: z
    .array(importedProgressSchema)
    .meta({ description: 'What the imported file says of progress: posted only once the plan is approved.' }),
  curve: z.array(planPointSchema),
  plannedFinish: localDateSchema.nullable(),
  daysMoved: z.int().nullable(),
  workDaysMoved: z.int().nullable().meta({ description: 'The same in working days of the proposed calendar.' }),
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
  phases: z.array(planPhaseSchema),
  calendar: workCalendarSchema.nullable().meta({ description: 'null: every day is worked.' }),
  weightBasis: z.enum(weightBases),
  measured: z.array(itemCodeSchema).meta({ description: 'Items with progress: how they are measured stays.' }),
  curve: z.array(planPointSchema),
  proposals: z.array(proposalViewSchema),
});
export type PlanView = z.infer<typeof planViewSchema>;

/** One approved baseline revision as anyone may see it: who, why, and how far it moved the plan. */
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
