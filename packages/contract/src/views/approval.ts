import { z } from 'zod';
import {
  basisPointsSchema,
  codeSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
} from '../values.ts';
import {
  correctionReasons,
  entryKinds,
  entryStates,
  milestoneKinds,
  progressMethods,
  publishingRules,
} from '../words.ts';
import { actorViewSchema } from './actor.ts';
import { evidenceViewSchema } from './milestone.ts';

/** One step of an approval: who, when, and what they said. */
export const approvalStepSchema = z.object({
  by: actorViewSchema,
  at: instantSchema,
  reason: z.string().nullable(),
});
export type ApprovalStep = z.infer<typeof approvalStepSchema>;

const measuredSchema = z.object({
  percentBp: basisPointsSchema.nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  reached: z.array(localTextSchema).meta({ description: 'Titles of the steps that are reached.' }),
  parts: z
    .array(z.object({ title: localTextSchema, unit: z.string().nullable(), done: z.number(), total: z.number() }))
    .optional()
    .meta({ description: 'The quantities of weighted units.' }),
});

/** A post on its way to being published; managers, verifiers and owners of the project alone see it (INV5). */
export const entryViewSchema = z.object({
  id: z.string(),
  project: codeSchema,
  kind: z.enum(entryKinds),
  item: itemCodeSchema.nullable().meta({ description: 'null: a milestone no plan foresaw.' }),
  title: localTextSchema,
  milestoneKind: z.enum(milestoneKinds),
  method: z.enum(progressMethods),
  unit: z.string().nullable(),
  dataDate: localDateSchema,
  actual: localDateSchema.nullable(),
  before: measuredSchema,
  after: measuredSchema,
  projectBeforeBp: basisPointsSchema.nullable(),
  projectAfterBp: basisPointsSchema.nullable().meta({ description: 'What the project would stand at.' }),
  correction: z.object({ reason: z.enum(correctionReasons), note: z.string() }).nullable(),
  note: z.string().nullable(),
  evidence: z.array(evidenceViewSchema),
  rule: z.enum(publishingRules).meta({ description: 'The rule in force when it was posted; it holds to the end.' }),
  state: z.enum(entryStates),
  posted: approvalStepSchema,
  verified: approvalStepSchema.nullable(),
  decided: approvalStepSchema.nullable(),
});
export type EntryView = z.infer<typeof entryViewSchema>;
