import type { Locale } from '@sitecast/contract';

type Inputs = Record<string, unknown>;
type Words = Record<string, (inputs: Inputs) => string>;

let words: Words = {};

const tables: Record<Locale, () => Promise<{ default: Words }>> = {
  kk: () => import('virtual:spoken/kk'),
  ru: () => import('virtual:spoken/ru'),
  en: () => import('virtual:spoken/en'),
  ko: () => import('virtual:spoken/ko'),
  zh: () => import('virtual:spoken/zh'),
};

/** Fetches the words of the page's one language; nothing may speak before (`messages/one-language.ts`). */
export async function loadWords(locale: Locale): Promise<void> {
  words = (await tables[locale]()).default;
}

/**
 * A message function that looks its words up when it is called.
 * @public The build's own modules call it (`messages/one-language.ts`).
 */
export const say =
  (key: string) =>
  (inputs: Inputs = {}): string =>
    words[key]?.(inputs) ?? key;
