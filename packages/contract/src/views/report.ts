import { z } from 'zod';
import { coverageSchema } from '../archive.ts';
import { instantSchema, itemCodeSchema, localDateSchema, localTextSchema } from '../values.ts';
import { investorSheetSchema } from './investor.ts';
import { ledgerHeadSchema } from './ledger.ts';
import { evidenceViewSchema } from './milestone.ts';
import { monthSchema } from './month.ts';
import { signSlotViewSchema } from './sign-off.ts';

/** How much of the working hours of a month a camera recorded: each day, each week from its Monday, the month. */
export const reportCoverageSchema = z.object({
  camera: z.string(),
  name: localTextSchema,
  month: coverageSchema,
  weeks: z.array(z.object({ from: localDateSchema, to: localDateSchema, coverage: coverageSchema })),
  days: z.array(z.object({ date: localDateSchema, coverage: coverageSchema })),
});
export type ReportCoverage = z.infer<typeof reportCoverageSchema>;

/** The monthly report of a project: the sheet as it stood at the month's end, and what the month brought. */
export const reportViewSchema = z.object({
  month: monthSchema,
  from: localDateSchema,
  to: localDateSchema,
  sheet: investorSheetSchema,
  earnedBp: z.int().nullable().meta({ description: 'Basis points earned in the month.' }),
  photos: z
    .array(z.object({ title: localTextSchema, photo: evidenceViewSchema }))
    .meta({ description: 'Taken in the month by their own time; one of another month, or of none, is left out.' }),
  signOffs: z
    .array(z.object({ item: itemCodeSchema, title: localTextSchema, slots: z.array(signSlotViewSchema) }))
    .meta({ description: 'Acceptance acts with what was signed by the end of the month.' }),
  coverage: z
    .array(reportCoverageSchema)
    .nullable()
    .meta({ description: 'null: it was not measured, or the recorder cannot say now. Not part of the hash.' }),
  hash: z.string().meta({
    description:
      'SHA-256 of the canonical JSON (RFC 8785) of month, sheet (without serverNow), earnedBp, photos and signOffs.',
  }),
  issued: z
    .object({ hash: z.string(), at: instantSchema })
    .nullable()
    .optional()
    .meta({ description: 'What the hash was when the month was first reported; null while it was not.' }),
  ledgerHead: ledgerHeadSchema.nullable(),
  madeAt: instantSchema,
});
export type ReportView = z.infer<typeof reportViewSchema>;
