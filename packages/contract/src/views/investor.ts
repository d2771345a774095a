import { z } from 'zod';
import {
  basisPointsSchema,
  codeSchema,
  fuzzyDateSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
  provenanceSchema,
} from '../values.ts';
import { correctionReasons, milestoneStates, projectStatuses } from '../words.ts';
import { evidenceViewSchema } from './milestone.ts';
import { phaseViewSchema } from './phase.ts';
import { figuresViewSchema, progressViewSchema } from './progress.ts';
import { noticeViewSchema } from './project.ts';

/** Finish days of simulated runs, drawn from the project's own variance. */
export const finishBandSchema = z.object({
  p10: localDateSchema,
  p50: localDateSchema,
  p90: localDateSchema,
  runs: z.int(),
  drawnFrom: z.int().meta({ description: 'Reported stretches of the project that the runs were drawn from.' }),
});

/** Every index of a project at one data date. null is undefined: a dash, exported empty (INV10). */
export const investorFiguresSchema = figuresViewSchema.extend({
  asOf: localDateSchema.nullable().meta({ description: 'The day that was asked for; null is the newest.' }),
  baselineRevision: z.int().nullable(),
  costsShared: z.boolean().meta({ description: 'false: the caller may not see money, and every amount is null.' }),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  momentum30Bp: z.int().nullable(),
  spi: z.number().nullable(),
  paidMinor: z.int().nullable(),
  scheduleVarianceMinor: z.int().nullable(),
  costVarianceMinor: z.int().nullable(),
  estimateAtypicalMinor: z.int().nullable().meta({ description: 'AC + BAC − EV' }),
  estimateCombinedMinor: z.int().nullable().meta({ description: 'AC + (BAC − EV) ÷ (CPI · SPI)' }),
  estimateToCompleteMinor: z.int().nullable(),
  varianceAtCompletionMinor: z.int().nullable(),
  tcpiToEstimate: z.number().nullable().meta({ description: '(BAC − EV) ÷ (EAC − AC)' }),
  earnedScheduleMonths: z.number().nullable(),
  actualTimeMonths: z.number().nullable(),
  plannedDurationMonths: z.number().nullable(),
  scheduleVarianceMonths: z.number().nullable().meta({ description: 'SV(t) = ES − AT' }),
  spiT: z.number().nullable(),
  forecastDurationMonths: z.number().nullable(),
  plannedFinish: localDateSchema.nullable(),
  finishByManager: fuzzyDateSchema.nullable().meta({ description: 'What the project manager forecasts.' }),
  finishAsPlanned: localDateSchema.nullable().meta({ description: 'The rest goes at the pace of the plan.' }),
  finishBySpiT: localDateSchema.nullable(),
  finishBySpiTCpi: localDateSchema.nullable(),
  finishBand: finishBandSchema.nullable(),
});
export type InvestorFigures = z.infer<typeof investorFiguresSchema>;

/** Sums of several projects; money only where all of them have it at their data date. */
export const rolledFiguresSchema = z.object({
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  dataDate: localDateSchema.nullable().meta({ description: 'The oldest among them.' }),
  measuredProjects: z.int(),
  costedProjects: z.int().meta({ description: 'How many of them the money speaks of.' }),
  budgetMinor: z.int().nullable(),
  plannedValueMinor: z.int().nullable(),
  earnedValueMinor: z.int().nullable(),
  actualCostMinor: z.int().nullable(),
  spi: z.number().nullable(),
  cpi: z.number().nullable(),
  estimateAtCompletionMinor: z.int().nullable(),
});
export type RolledFigures = z.infer<typeof rolledFiguresSchema>;

export const portfolioRowSchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  district: codeSchema.nullable(),
  status: z.enum(projectStatuses),
  figures: investorFiguresSchema,
  trend: z.array(z.object({ date: localDateSchema, percentBp: basisPointsSchema })),
  provenance: provenanceSchema,
});
export type PortfolioRow = z.infer<typeof portfolioRowSchema>;

export const portfolioViewSchema = z.object({
  name: localTextSchema,
  zone: z.string(),
  asOf: localDateSchema.nullable(),
  dataDates: z.array(localDateSchema),
  programme: rolledFiguresSchema,
  districts: z.array(z.object({ code: codeSchema, name: localTextSchema, figures: rolledFiguresSchema })),
  rows: z.array(portfolioRowSchema),
  costsShared: z.boolean(),
  serverNow: instantSchema,
});
export type PortfolioView = z.infer<typeof portfolioViewSchema>;

/** An item of the plan as it stood. */
export const sheetItemSchema = z.object({
  code: itemCodeSchema,
  title: localTextSchema,
  weight: z.int(),
  phase: itemCodeSchema.nullable().optional(),
  state: z.enum(milestoneStates),
  percentBp: basisPointsSchema.nullable(),
  baseline: fuzzyDateSchema.nullable(),
  forecast: fuzzyDateSchema.nullable().meta({ description: 'null for a past day: forecasts are not kept.' }),
  actual: localDateSchema.nullable(),
  slipDays: z.int().nullable(),
  note: z.string().nullable(),
  evidence: z.array(evidenceViewSchema),
  provenance: provenanceSchema,
});
export type SheetItem = z.infer<typeof sheetItemSchema>;

export const sheetRevisionSchema = z.object({
  revision: z.int(),
  reason: z.string(),
  proposedBy: z.string().nullable().meta({ description: 'A role, never a login.' }),
  approvedBy: z.string().nullable(),
  approvedAt: instantSchema,
  hash: z.string(),
  plannedFinish: localDateSchema.nullable(),
  daysMoved: z.int().nullable().meta({ description: 'Of the planned finish against the revision before.' }),
  provenance: provenanceSchema,
});
export type SheetRevision = z.infer<typeof sheetRevisionSchema>;

export const sheetCorrectionSchema = z.object({
  dataDate: localDateSchema,
  fromBp: basisPointsSchema,
  toBp: basisPointsSchema,
  reason: z.enum(correctionReasons).nullable(),
});

export const costEntryViewSchema = z.object({
  id: z.string(),
  period: localDateSchema,
  currency: z.literal('KZT'),
  amountMinor: z.int(),
  basis: z.enum(['paid', 'accrued']),
  source: z.string(),
  corrects: z.string().nullable(),
  note: z.string().nullable(),
  postedAt: instantSchema,
  provenance: provenanceSchema,
});
export type CostEntryView = z.infer<typeof costEntryViewSchema>;

export const budgetViewSchema = z.object({
  from: localDateSchema,
  currency: z.literal('KZT'),
  budgetMinor: z.int(),
  provenance: provenanceSchema,
});
export type BudgetView = z.infer<typeof budgetViewSchema>;

/** A phase with its part of the money; the amounts are null where the caller may not see them. */
export const sheetPhaseSchema = phaseViewSchema.extend({
  plannedValueMinor: z.int().nullable(),
  earnedValueMinor: z.int().nullable(),
});
export type SheetPhase = z.infer<typeof sheetPhaseSchema>;

/** Everything the sheet of one project shows, as it stood. */
export const investorSheetSchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  status: z.enum(projectStatuses),
  zone: z.string(),
  figures: investorFiguresSchema,
  progress: progressViewSchema,
  dataDates: z.array(localDateSchema),
  items: z.array(sheetItemSchema),
  phases: z.array(sheetPhaseSchema).optional(),
  revisions: z.array(sheetRevisionSchema),
  corrections: z.array(sheetCorrectionSchema),
  costs: z.array(costEntryViewSchema),
  notices: z.array(noticeViewSchema),
  provenance: provenanceSchema,
  serverNow: instantSchema,
});
export type InvestorSheet = z.infer<typeof investorSheetSchema>;
