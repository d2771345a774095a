import { z } from 'zod';
import { codeSchema, instantSchema, localDateSchema } from '../values.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A signed head of a project's chain: through the chain it covers every record up to `n`. */
export const ledgerHeadSchema = z.object({
  project: codeSchema,
  n: z.int().min(1),
  hash: hashSchema,
  at: instantSchema,
  day: localDateSchema.meta({ description: 'The day of the site on which it was signed.' }),
  key: z.string().meta({ description: 'The Ed25519 public key, base64url.' }),
  signature: z.string().meta({ description: 'Ed25519 over the canonical JSON of the head, base64url.' }),
});
export type LedgerHead = z.infer<typeof ledgerHeadSchema>;

/** A time stamp (RFC 3161) over the hash of a head, by an authority outside. */
export const ledgerStampSchema = z.object({
  n: z.int().min(1),
  hash: hashSchema,
  at: instantSchema.meta({ description: 'When the authority says that it saw the head.' }),
  authority: z.string(),
  token: z
    .string()
    .meta({ description: 'DER in base64; `openssl ts -verify -token_in -digest HASH` checks who signed it.' }),
});
export type LedgerStamp = z.infer<typeof ledgerStampSchema>;

/** Some records of a chain, each as the very text its hash was made from and with. */
export const ledgerPageSchema = z.object({
  project: codeSchema,
  records: z.int().min(0),
  head: ledgerHeadSchema.nullable(),
  stamp: ledgerStampSchema.nullable().meta({ description: 'The newest; null where no authority is named.' }),
  items: z.array(
    z.object({ n: z.int().min(1), line: z.string().meta({ description: 'Canonical JSON (RFC 8785), to be hashed.' }) }),
  ),
  /** What to ask for `after` next; null: these were the last. */
  next: z.int().nullable(),
});
export type LedgerPage = z.infer<typeof ledgerPageSchema>;

/** What a commitment in a record is over; for those who may see the figures. */
export const ledgerOpeningSchema = z.object({
  n: z.int().min(1),
  field: z.string(),
  salt: hashSchema,
  content: z.string().meta({ description: 'Canonical JSON of the value.' }),
});

/** A page of a chain: records after `after`, at most `limit`. */
export const ledgerQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
