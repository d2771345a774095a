import { z } from 'zod';
import { basisPointsSchema, itemCodeSchema, localDateSchema, localTextSchema, plainText } from '../values.ts';
import { correctionReasons, milestoneKinds, noticeKinds } from '../words.ts';

const measurement = z.discriminatedUnion('method', [
  z.strictObject({
    method: z.literal('units'),
    done: z
      .number()
      .min(0)
      .max(1e12)
      .meta({ description: 'May exceed the total: kept raw, capped at 100 % in the roll-up.' }),
    total: z.number().positive().max(1e12),
  }),
  z.strictObject({ method: z.literal('steps'), reached: z.array(z.string().min(1).max(40)).max(50) }),
  z.strictObject({ method: z.literal('start-finish'), started: z.boolean(), finished: z.boolean() }),
  z.strictObject({ method: z.literal('estimate'), percentBp: basisPointsSchema }),
  z.strictObject({
    method: z.literal('weighted-units'),
    parts: z
      .array(
        z.strictObject({
          code: z.string().min(1).max(40),
          done: z.number().min(0).max(1e12),
          total: z.number().positive().max(1e12),
        }),
      )
      .min(1)
      .max(50),
  }),
  z
    .strictObject({
      method: z.literal('cost-ratio'),
      spentMinor: z.int().min(0),
      budgetMinor: z.int().positive(),
    })
    .meta({ description: 'Whole minor units; only the percent is public.' }),
]);
/** What was counted, as it is kept. Working days are counted here, by the plan and the calendar of the project. */
export type Measurement =
  z.infer<typeof measurement> | { method: 'time-ratio'; elapsedDays: number; totalDays: number };
export type PostedMeasurement = z.infer<typeof postedMeasurement>;
const postedMeasurement = z.discriminatedUnion('method', [
  ...measurement.options,
  z
    .strictObject({ method: z.literal('time-ratio') })
    .meta({ description: 'The days are counted by the plan and the calendar of the project.' }),
]);

/** Post progress of one item by its own method. A smaller number than before needs `correction`. */
export const postProgressRequestSchema = z.strictObject({
  item: itemCodeSchema,
  dataDate: localDateSchema,
  measurement: postedMeasurement,
  note: plainText(1_000).nullable().default(null),
  evidence: z.array(z.string().min(1).max(64)).max(12).default([]),
  correction: z
    .strictObject({ reason: z.enum(correctionReasons), note: plainText(1_000) })
    .nullable()
    .default(null),
  expectedVersion: z.int().min(0),
});
export type PostProgressRequest = z.input<typeof postProgressRequestSchema>;

/** Post that a milestone of the plan was reached, with its photo. */
export const reachMilestoneRequestSchema = z.strictObject({
  code: itemCodeSchema,
  actual: localDateSchema,
  note: plainText(1_000).nullable().default(null),
  evidence: z.array(z.string().min(1).max(64)).max(12).default([]),
  expectedVersion: z.int().min(0),
});
/** Post a milestone that no plan foresaw: it is listed and earns nothing. */
export const addMilestoneRequestSchema = z.strictObject({
  title: localTextSchema,
  kind: z.enum(milestoneKinds),
  actual: localDateSchema,
  note: plainText(1_000).nullable().default(null),
  evidence: z.array(z.string().min(1).max(64)).max(12).default([]),
});
export const postMilestoneRequestSchema = z.union([reachMilestoneRequestSchema, addMilestoneRequestSchema]);
export type PostMilestoneRequest = z.input<typeof postMilestoneRequestSchema>;

export const postNoticeRequestSchema = z.strictObject({
  kind: z.enum(noticeKinds),
  text: localTextSchema,
});
export type PostNoticeRequest = z.infer<typeof postNoticeRequestSchema>;
