import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Of one length whatever the text, so that any two can be compared. */
export const toDigest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compared with where there is no key, so that an unknown camera takes as long as a known one. */
const nobody = toDigest(randomBytes(32).toString('hex'));

/** Whether this key is the one that was expected; null: there is none. Takes the same time whatever differs. */
export const isKey = (given: string, expected: string | null): boolean =>
  timingSafeEqual(toDigest(given), expected === null ? nobody : toDigest(expected)) && expected !== null;
