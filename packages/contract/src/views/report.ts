import { z } from 'zod';
import { instantSchema, localDateSchema, localTextSchema } from '../values.ts';
import { investorSheetSchema } from './investor.ts';
import { ledgerHeadSchema } from './ledger.ts';
import { evidenceViewSchema } from './milestone.ts';
import { monthSchema } from './month.ts';

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
  issued: z
    .object({ hash: z.string(), at: instantSchema })
    .nullable()
    .optional()
    .meta({ description: 'What the hash was when the month was first reported; null while it was not.' }),
  ledgerHead: ledgerHeadSchema.nullable(),
  madeAt: instantSchema,
});
export type ReportView = z.infer<typeof reportViewSchema>;
