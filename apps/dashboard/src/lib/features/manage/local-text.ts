import type { LocalText, Locale } from '@sitecast/contract';
import { locales } from '@sitecast/contract/words';

/** What a form holds: an empty string where nothing was written. */
export type LocalDraft = Record<Locale, string>;

/** A form's texts as it opens. */
export const toLocalDraft = (text: LocalText | null = null): LocalDraft => ({
  kk: text?.kk ?? '',
  ru: text?.ru ?? '',
  en: text?.en ?? '',
  ko: text?.ko ?? '',
  zh: text?.zh ?? '',
});

/** Only the languages that were written, or null where none was. */
export function fromLocalDraft(draft: LocalDraft): LocalText | null {
  const written = locales.filter((locale) => draft[locale].trim() !== '');
  return written.length === 0 ? null : Object.fromEntries(written.map((locale) => [locale, draft[locale].trim()]));
}
