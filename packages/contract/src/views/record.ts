import { z } from 'zod';
import {
  codeSchema,
  fuzzyDateSchema,
  instantSchema,
  localTextSchema,
  partySchema,
  provenanceSchema,
} from '../values.ts';
import {
  deliveryStates,
  documentKinds,
  documentVisibilities,
  fundings,
  locales,
  projectCategories,
  projectDateKinds,
  projectStatuses,
} from '../words.ts';
import { monthSchema } from './month.ts';

/** A date of a project as exact as its source says it. */
export const projectDateSchema = z.object({
  kind: z.enum(projectDateKinds),
  date: fuzzyDateSchema,
  done: z.boolean().meta({ description: 'It has come; otherwise it is what the source expects.' }),
  provenance: provenanceSchema,
});
export type ProjectDate = z.infer<typeof projectDateSchema>;

/** What is said of a project beside its numbers; all of it public. */
export const projectDetailsSchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  description: localTextSchema,
  category: z.enum(projectCategories),
  status: z.enum(projectStatuses),
  funding: z.enum(fundings),
  fundingProvenance: provenanceSchema.nullable(),
  areaM2: z.number().nullable(),
  parties: z.array(partySchema),
  dates: z.array(projectDateSchema),
  facts: z.array(z.object({ text: localTextSchema, provenance: provenanceSchema })),
  provenance: provenanceSchema,
});
export type ProjectDetails = z.infer<typeof projectDetailsSchema>;

/** The details with who changed them; for those who may change them. */
export const projectRecordSchema = z.object({
  version: z.int(),
  details: projectDetailsSchema,
  changes: z
    .array(
      z.object({
        version: z.int(),
        at: instantSchema,
        by: z.string(),
        note: z.string(),
        fields: z.array(z.string()),
      }),
    )
    .meta({ description: 'Newest first.' }),
});
export type ProjectRecord = z.infer<typeof projectRecordSchema>;

/** One state of a document; a replaced one stays readable beside the newest. */
export const documentVersionSchema = z.object({
  version: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  mediaType: z.string(),
  fileName: z.string(),
  uploadedAt: instantSchema,
  url: z.string(),
});

export const documentViewSchema = documentVersionSchema.extend({
  id: z.string(),
  project: codeSchema,
  title: localTextSchema,
  kind: z.enum(documentKinds),
  visibility: z.enum(documentVisibilities),
  provenance: provenanceSchema,
  earlier: z.array(documentVersionSchema).meta({ description: 'Those it replaced, newest first.' }),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

/** Whether a person gets the monthly report by e-mail, and what became of those sent lately. */
export const subscriptionViewSchema = z.object({
  project: codeSchema,
  available: z.boolean().meta({ description: 'false: this server sends no e-mail, or the caller has no address.' }),
  address: z.string().nullable(),
  subscribed: z.boolean(),
  language: z.enum(locales).nullable(),
  deliveries: z.array(z.object({ month: monthSchema, state: z.enum(deliveryStates), at: instantSchema })),
});
export type SubscriptionView = z.infer<typeof subscriptionViewSchema>;
