import type { FaultList } from '../fault.ts';
import type { PlanTitle } from '../plan.ts';

const longest = 300;

/** A name of the file under the language of its letters; `en` is always there, as the contract asks. */
export function toTitle(text: string, at: { line: number; field: string }, faults: FaultList): PlanTitle {
  const plain = cleanTitle(text);
  if (plain.length > longest) faults.warn('title.shortened', { ...at, value: plain });
  const title = plain.slice(0, longest).trimEnd().toWellFormed();
  if (title === '') return {};
  if (/[ӘәҒғҚқҢңӨөҰұҮүҺһІі]/u.test(title)) return { en: title, kk: title };
  if (/\p{Script=Cyrillic}/u.test(title)) return { en: title, ru: title };
  if (/\p{Script=Hangul}/u.test(title)) return { en: title, ko: title };
  if (/\p{Script=Han}/u.test(title)) return { en: title, zh: title };
  return { en: title };
}

/** Without control characters and double spaces. XER writes a line break inside a text as 0x7F 0x7F. */
export function cleanTitle(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u001F\u007F\s]+/g, ' ')
    .trim();
}
