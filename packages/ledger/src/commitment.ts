import { toCanonicalJson, type Json } from './canonical.ts';
import { digestText } from './digest.ts';

/**
 * A promise about a value that is not shown: the hash of the value with 32 random bytes beside it. Without them nobody
 * finds a sum of money by trying them all; with them anyone can check that this value, and no other, was sealed.
 */
export async function commitTo(parts: { field: string; salt: string; content: Json }): Promise<string> {
  const { field, salt, content } = parts;
  if (!/^[0-9a-f]{64}$/.test(salt)) throw new RangeError('a salt is 32 bytes as hex digits');
  return digestText(toCanonicalJson({ says: 'sitecast ledger commitment', field, salt, content }));
}
