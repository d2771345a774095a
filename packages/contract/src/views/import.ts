import { z } from 'zod';
import { basisPointsSchema, instantSchema, localDateSchema, plainText } from '../values.ts';
import { weightBases } from '../words.ts';
import { importedProgressSchema } from './baseline.ts';
import { workCalendarSchema } from './calendar.ts';
import { planPhaseSchema } from './phase.ts';

/** One finding about a schedule file as data: the page says it in the reader's language. */
export const importFaultSchema = z.object({
  code: z.string(),
  line: z.int().nullable(),
  field: z.string().nullable(),
  value: z.string().nullable(),
});
export type ImportFault = z.infer<typeof importFaultSchema>;

const title = z.record(z.string(), z.string());
const mention = z.object({
  code: z.string(),
  title,
  line: z.int().nullable(),
  weight: z.number(),
  finish: localDateSchema.nullable(),
});
const scalar = z.union([z.string(), z.number(), z.null()]);

const differenceSchema = z.object({
  added: z.array(mention),
  gone: z.array(mention),
  changed: z.array(
    z.object({
      code: z.string(),
      title,
      line: z.int().nullable(),
      fields: z.array(z.object({ field: z.string(), before: scalar, after: scalar })),
      shiftDays: z.int().nullable(),
    }),
  ),
  unchanged: z.int(),
  weightSumBefore: z.number(),
  weightSumAfter: z.number(),
  finishBefore: localDateSchema.nullable(),
  finishAfter: localDateSchema.nullable(),
  finishShiftDays: z.int().nullable(),
});

/** What the file says of its network: taken over as it is, computed anew by nobody. */
const networkSchema = z.object({
  relations: z.object({
    total: z.int(),
    finishStart: z.int(),
    startStart: z.int(),
    finishFinish: z.int(),
    startFinish: z.int(),
    lagged: z.int(),
    outside: z.int().meta({ description: 'To an activity that is not in the file.' }),
  }),
  critical: z.int().meta({ description: 'Activities the file calls critical, or driving.' }),
  lowestFloatMinutes: z.int().nullable(),
  calendars: z.array(
    z.object({
      name: z.string(),
      minutesPerDay: z.int(),
      week: z.array(z.int()),
      exceptions: z.int(),
      activities: z.int(),
    }),
  ),
});

export const importSummarySchema = z.object({
  id: z.string(),
  state: z.enum(['proposed', 'accepted', 'rejected']),
  format: z.enum(['xer', 'p6-xml', 'mspdi', 'csv']),
  fileName: z.string(),
  uploadedAt: instantSchema,
  decidedAt: instantSchema.nullable(),
  proposal: z.string().nullable().meta({ description: 'The proposed baseline revision that accepting it made.' }),
  reason: z.string().nullable(),
});
export type ImportSummary = z.infer<typeof importSummarySchema>;

/** A schedule file as it was read, and what accepting it would change. */
export const importViewSchema = importSummarySchema.extend({
  project: z.string(),
  tool: z.string().nullable(),
  sha256: z.string(),
  bytes: z.int(),
  sourceProject: z.string().nullable(),
  dataDate: localDateSchema.nullable(),
  basedOnRevision: z.int().nullable(),
  weightBasis: z.enum(weightBases),
  activities: z.int(),
  items: z.int(),
  difference: differenceSchema,
  percentBeforeBp: basisPointsSchema.nullable(),
  percentAfterBp: basisPointsSchema.nullable().meta({ description: 'What is posted, by the weights of the file.' }),
  percentInFileBp: basisPointsSchema.nullable().meta({ description: 'For comparison.' }),
  phases: z.array(planPhaseSchema),
  calendar: workCalendarSchema
    .nullable()
    .meta({ description: 'The calendar that most of the work of the file keeps.' }),
  network: networkSchema,
  progress: z
    .array(importedProgressSchema)
    .meta({ description: 'Percents and days of the file: proposed with the plan where that is asked for.' }),
  warnings: z.array(importFaultSchema),
  warningCount: z.int(),
});
export type ImportView = z.infer<typeof importViewSchema>;

export const acceptImportRequestSchema = z.strictObject({
  reason: plainText(1_000),
  progress: z
    .boolean()
    .default(false)
    .meta({ description: 'Propose also what the file says of progress; whoever approves the plan looks at it.' }),
});
