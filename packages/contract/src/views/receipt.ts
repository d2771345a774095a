import { z } from 'zod';
import {
  basisPointsSchema,
  codeSchema,
  instantSchema,
  itemCodeSchema,
  localDateSchema,
  localTextSchema,
  provenanceSchema,
} from '../values.ts';
import { correctionReasons, progressMethods, publishingRules } from '../words.ts';
import { ledgerHeadSchema } from './ledger.ts';
import { evidenceViewSchema } from './milestone.ts';
import { correctionViewSchema } from './progress.ts';

/** The record of a row in the project's ledger; null where it is not sealed yet. */
const recordSchema = z.int().min(1).nullable().meta({ description: 'Its number in the project’s ledger.' });

/** One item behind a number, with the post that counted on that day and everyone who answers for it, by role. */
export const receiptPostSchema = z.object({
  item: itemCodeSchema,
  title: localTextSchema,
  weight: z.int().min(0),
  method: z.enum(progressMethods),
  percentBp: basisPointsSchema.nullable(),
  done: z.number().nullable(),
  total: z.number().nullable(),
  unit: z.string().nullable(),
  dataDate: localDateSchema.nullable(),
  postedBy: z.string().nullable().meta({ description: 'A role or an organisation, never a login.' }),
  postedAt: instantSchema.nullable(),
  verifiedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  publishedAt: instantSchema.nullable(),
  correction: z.enum(correctionReasons).nullable(),
  evidence: z.array(evidenceViewSchema),
  record: recordSchema,
  provenance: provenanceSchema,
});
export type ReceiptPost = z.infer<typeof receiptPostSchema>;

/** What every number of a project rests on, as of one data date; anyone may see it, so no money and no name. */
export const projectReceiptSchema = z.object({
  project: codeSchema,
  asOf: localDateSchema.nullable().meta({ description: 'The day that was asked for; null is the newest.' }),
  dataDate: localDateSchema.nullable(),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  weightBasis: z.string(),
  weightSum: z.int(),
  publishingRule: z
    .enum(publishingRules)
    .meta({ description: 'In force when the newest of these posts was published.' }),
  baseline: z
    .object({
      revision: z.int(),
      proposedBy: z.string().nullable(),
      approvedBy: z.string().nullable(),
      approvedAt: instantSchema,
      record: recordSchema,
    })
    .nullable(),
  posts: z.array(receiptPostSchema).meta({ description: 'The heaviest items first chosen, in the order of the plan.' }),
  itemCount: z.int().min(0).meta({ description: 'How many items weigh; the posts may be fewer.' }),
  corrections: z.array(correctionViewSchema),
  head: ledgerHeadSchema.nullable(),
  zone: z.string(),
  provenance: provenanceSchema,
  serverNow: instantSchema,
});
export type ProjectReceipt = z.infer<typeof projectReceiptSchema>;
