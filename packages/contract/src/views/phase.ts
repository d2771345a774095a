import { z } from 'zod';
import { basisPointsSchema, itemCodeSchema, localDateSchema, localTextSchema } from '../values.ts';

/** A part of a project's plan; phases may lie in one another, items lie in phases. */
export const planPhaseSchema = z.strictObject({
  code: itemCodeSchema,
  parent: itemCodeSchema.nullable(),
  title: localTextSchema,
});
export type PlanPhase = z.infer<typeof planPhaseSchema>;

/** A phase with its numbers at the data date, by the same roll-up as the project's. */
export const phaseViewSchema = z.object({
  code: itemCodeSchema.nullable().meta({ description: 'null: items that lie in no phase.' }),
  parent: itemCodeSchema.nullable(),
  title: localTextSchema.nullable(),
  weight: z.int().min(0),
  items: z.int().min(0),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  spi: z.number().nullable(),
  start: localDateSchema.nullable(),
  finish: localDateSchema.nullable(),
});
export type PhaseView = z.infer<typeof phaseViewSchema>;
