import { z } from 'zod';
import { instantSchema, localDateSchema, localTextSchema } from '../values.ts';
import { investorSheetSchema } from './investor.ts';
import { ledgerHeadSchema } from './ledger.ts';
import { evidenceViewSchema } from './milestone.ts';

export const monthSchema = z
  .string()
  .regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/)
  .meta({ example: '2026-10' });

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
  hash: z
    .string()
    .meta({ description: 'SHA-256 of the canonical JSON (RFC 8785) of month, sheet, earnedBp and photos.' }),
  ledgerHead: ledgerHeadSchema.nullable(),
  madeAt: instantSchema,
});
export type ReportView = z.infer<typeof reportViewSchema>;
