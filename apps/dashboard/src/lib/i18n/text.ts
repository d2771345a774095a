import type { LocalText, Locale } from '@sitecast/contract';
import { getLocale } from './locale.ts';

/** Whom to ask next where a text was not written in the reader's language. */
const fallbacks: Record<Locale, readonly Locale[]> = {
  kk: ['kk', 'ru', 'en'],
  ru: ['ru', 'en'],
  en: ['en'],
  ko: ['ko', 'en'],
  zh: ['zh', 'en'],
};

/** A text and the language it is really in, for the `lang` attribute. */
export interface SpokenText {
  text: string;
  lang: Locale;
}

/** The reader's version of a text, else the nearest one. English is always there (contract). */
export function pickText(text: LocalText, locale: Locale = getLocale()): SpokenText {
  for (const lang of fallbacks[locale]) {
    const found = text[lang];
    if (found !== undefined) return { text: found, lang };
  }
  return { text: text.en ?? '', lang: 'en' };
}

/** Only the words, for titles and attributes. */
export const toPlainText = (text: LocalText, locale?: Locale): string => pickText(text, locale).text;
