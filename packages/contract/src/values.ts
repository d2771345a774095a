import { z } from 'zod';
import { certainties, datePrecisions, locales, partyRoles, recordKinds } from './words.ts';

/** An instant: UTC with milliseconds, `2026-11-23T05:14:00.000Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 }).meta({ example: '2026-11-23T05:14:00.000Z' });

/** A day local to the site's zone, `2026-10-31`. */
export const localDateSchema = z.iso.date().meta({ example: '2026-10-31' });

/** Percent in basis points, 0–10000 (INV1). */
export const basisPointsSchema = z.int().min(0).max(10_000);

/** The code of a project, district or programme as it stands in addresses. */
export const codeSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);

/** A camera's id as it stands in `/media/:camera`. */
export const cameraIdSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);

/** The code of an item of the plan, `M06`. */
export const itemCodeSchema = z.string().regex(/^[A-Z][A-Z0-9.-]{0,15}$/);

/** Text people typed: no control characters but line breaks, no lone surrogates. */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(text), {
      message: 'holds control characters',
    });

/** A text in the five languages; `en` is always there, the others where somebody wrote them. */
export const localTextSchema = z
  .partialRecord(z.enum(locales), plainText(2_000))
  .refine((text) => text.en !== undefined, {
    message: 'needs at least en',
  });
export type LocalText = z.infer<typeof localTextSchema>;

/** A date as exact as it is known: the first and last day it may mean, and how to say it. */
export const fuzzyDateSchema = z
  .object({ from: localDateSchema, to: localDateSchema, precision: z.enum(datePrecisions) })
  .refine((date) => date.from <= date.to, { message: 'from is after to' });
export type FuzzyDate = z.infer<typeof fuzzyDateSchema>;

export const sourceNoteSchema = z.object({
  title: z.string(),
  url: z.url().nullable(),
  asOf: localDateSchema.nullable(),
});

/** Fact (with its source) or sample; every record of the demo carries one. */
export const provenanceSchema = z.object({ kind: z.enum(recordKinds), source: sourceNoteSchema.nullable() });
export type Provenance = z.infer<typeof provenanceSchema>;

export const partySchema = z.object({
  name: z.string(),
  role: z.enum(partyRoles),
  certainty: z.enum(certainties),
  since: fuzzyDateSchema.nullable().optional(),
  until: fuzzyDateSchema.nullable().optional(),
  provenance: provenanceSchema,
});
export type Party = z.infer<typeof partySchema>;

/** Idempotency-Key of every post: chosen by the client, kept until the post is acknowledged. */
export const idempotencyKeySchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

/** An IANA time zone that this machine knows. */
export const zoneSchema = z.string().max(64).refine(isZone, { message: 'is not a time zone' });

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
