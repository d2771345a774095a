import { z } from 'zod';
import { localDateSchema, localTextSchema, plainText } from '../values.ts';
import {
  certainties,
  datePrecisions,
  documentKinds,
  documentVisibilities,
  fundings,
  locales,
  partyRoles,
  projectCategories,
  projectDateKinds,
  projectStatuses,
} from '../words.ts';

/** Fact or sample; a fact names its source (INV13), by an address of the web where there is one. */
const provenance = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fact'),
    source: z.strictObject({
      title: plainText(300),
      url: z
        .url({ protocol: /^https?$/ })
        .max(500)
        .nullable(),
      asOf: localDateSchema.nullable(),
    }),
  }),
  z.strictObject({ kind: z.literal('sample'), source: z.null() }),
]);

const fuzzyDate = z
  .strictObject({ from: localDateSchema, to: localDateSchema, precision: z.enum(datePrecisions) })
  .refine((date) => date.from <= date.to, { path: ['to'], message: 'is before from' })
  .refine((date) => date.precision !== 'day' || date.from === date.to, { path: ['to'], message: 'is another day' });

/** What is said of a project, whole: what is left out of a list is taken out of it. */
export const changeProjectRequestSchema = z.strictObject({
  expectedVersion: z.int().min(1),
  note: plainText(500).meta({ description: 'Why it is changed; kept beside the change.' }),
  name: localTextSchema,
  description: localTextSchema,
  category: z.enum(projectCategories),
  status: z.enum(projectStatuses),
  funding: z.enum(fundings),
  fundingProvenance: provenance.nullable(),
  areaM2: z.number().positive().max(1e10).nullable(),
  parties: z
    .array(
      z.strictObject({
        name: plainText(200),
        role: z.enum(partyRoles),
        certainty: z.enum(certainties),
        since: fuzzyDate.nullable(),
        until: fuzzyDate.nullable(),
        provenance,
      }),
    )
    .max(40),
  dates: z
    .array(z.strictObject({ kind: z.enum(projectDateKinds), date: fuzzyDate, done: z.boolean(), provenance }))
    .max(20),
  facts: z.array(z.strictObject({ text: localTextSchema, provenance })).max(40),
  provenance,
});
export type ChangeProjectRequest = z.infer<typeof changeProjectRequestSchema>;

/** What is said of a document as it is uploaded; `replaces` names the document it is the next version of. */
export const documentRecordSchema = z.strictObject({
  title: localTextSchema,
  kind: z.enum(documentKinds),
  visibility: z.enum(documentVisibilities),
  provenance,
  replaces: z.string().min(1).max(64).nullable().default(null),
});
export type DocumentRecord = z.input<typeof documentRecordSchema>;

export const subscribeRequestSchema = z.strictObject({ subscribed: z.boolean(), language: z.enum(locales) });

/** What the link at the end of a mail carries. */
export const endSubscriptionRequestSchema = z.strictObject({ token: z.string().min(20).max(400) });
