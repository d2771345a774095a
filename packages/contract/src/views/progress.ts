import { z } from 'zod';
import {
  basisPointsSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
  provenanceSchema,
} from '../values.ts';
import { correctionReasons, progressMethods, publishingRules } from '../words.ts';
import { stepSchema } from './milestone.ts';
import { workCalendarSchema } from './calendar.ts';
import { phaseViewSchema } from './phase.ts';

/** One period end of the S-curve. `earnedBp` ends at the data date, `forecastBp` begins there. */
export const curvePointSchema = z.object({
  date: localDateSchema,
  plannedBp: basisPointsSchema.nullable(),
  earnedBp: basisPointsSchema.nullable(),
  forecastBp: basisPointsSchema.nullable(),
  correctedFromBp: basisPointsSchema.nullable().meta({ description: 'What stood here before a correction.' }),
  correctionReason: z.enum(correctionReasons).nullable(),
  rebaselined: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The baseline revision that moved the percent here; without it, a correction did.' }),
});
export type CurvePoint = z.infer<typeof curvePointSchema>;

/** One line of the receipt behind the percent. */
export const receiptRowSchema = z.object({
  item: itemCodeSchema,
  title: localTextSchema,
  weight: z.int().min(0),
  method: z.enum(progressMethods),
  percentBp: basisPointsSchema.nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  steps: z.array(stepSchema).optional().meta({ description: 'Rules of credit, or the quantities of weighted units.' }),
  startCreditBp: basisPointsSchema.optional(),
  phase: itemCodeSchema.nullable().optional(),
  dataDate: localDateSchema.nullable(),
  postedBy: z.string().nullable().meta({ description: 'The role and organisation, never a login.' }),
  postedAt: instantSchema.nullable(),
  verifiedBy: z.string().nullable().optional().meta({ description: 'A role; null where nobody was asked.' }),
  approvedBy: z.string().nullable().optional(),
  record: z.int().min(1).nullable().optional().meta({ description: 'Its number in the project’s ledger.' }),
});
export type ReceiptRow = z.infer<typeof receiptRowSchema>;

/** A correction as anyone may see it: old, new, reason, who, approved by. The old value stays in the history. */
export const correctionViewSchema = z.object({
  item: itemCodeSchema,
  title: localTextSchema,
  dataDate: localDateSchema,
  reason: z.enum(correctionReasons),
  note: z.string().nullable(),
  beforeBp: basisPointsSchema.nullable(),
  afterBp: basisPointsSchema.nullable(),
  projectBeforeBp: basisPointsSchema.nullable(),
  projectAfterBp: basisPointsSchema.nullable(),
  postedBy: z.string(),
  verifiedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  at: instantSchema,
});
export type CorrectionView = z.infer<typeof correctionViewSchema>;

export const receiptSchema = z.object({
  rows: z.array(receiptRowSchema),
  weightBasis: z.string(),
  weightSum: z.int(),
  verifiedBy: z.string().nullable(),
  publishingRule: z.enum(publishingRules),
  corrections: z.array(correctionViewSchema).optional(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** The progress of a project as anyone may see it. No number comes without data date, basis and baseline revision. */
export const progressViewSchema = z.object({
  dataDate: localDateSchema.nullable(),
  baselineRevision: z.int().nullable(),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  momentum30Bp: z.int().nullable().meta({ description: 'Basis points earned in the 30 days before the data date.' }),
  spi: z.number().nullable(),
  spiT: z.number().nullable().meta({ description: 'Earned schedule over actual time.' }),
  earnedScheduleMonths: z.number().nullable(),
  actualTimeMonths: z.number().nullable(),
  plannedFinish: localDateSchema.nullable(),
  forecastFinish: localDateSchema.nullable(),
  curve: z.array(curvePointSchema),
  phases: z.array(phaseViewSchema).optional(),
  calendar: workCalendarSchema.nullable().optional().meta({ description: 'null: every day is worked.' }),
  receipt: receiptSchema,
  provenance: provenanceSchema,
});
export type ProgressView = z.infer<typeof progressViewSchema>;

/** Costs in integer minor units (tiyn); investors and managers only. */
export const figuresViewSchema = z.object({
  dataDate: localDateSchema.nullable(),
  currency: z.literal('KZT'),
  budgetMinor: z.int().nullable(),
  plannedValueMinor: z.int().nullable(),
  earnedValueMinor: z.int().nullable(),
  actualCostMinor: z.int().nullable(),
  actualCostDate: localDateSchema.nullable(),
  cpi: z.number().nullable(),
  estimateAtCompletionMinor: z.int().nullable(),
  tcpi: z.number().nullable(),
  provenance: provenanceSchema,
});
export type FiguresView = z.infer<typeof figuresViewSchema>;
