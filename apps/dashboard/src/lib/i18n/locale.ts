import type { Locale } from '@sitecast/contract';
import { locales } from '@sitecast/contract/words';
import { getLocale as readLocale, overwriteGetLocale } from './generated/runtime.js';

/** The name of the cookie that keeps a visitor's choice of language. */
export const localeCookie = 'sitecast-lang';

/** What each language calls itself. */
export const localeNames: Record<Locale, string> = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
  ko: '한국어',
  zh: '中文',
};

/** The language of the page being rendered or shown. */
export const getLocale = (): Locale => readLocale();

/** Says where the language comes from: the request on the server, `<html lang>` in the browser. */
export function provideLocale(read: () => Locale): void {
  overwriteGetLocale(read);
}

/** A language of ours from a tag such as `zh-Hans-CN`, or null. */
export function parseLocale(tag: string | null | undefined): Locale | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return locales.find((locale) => locale === primary) ?? null;
}

/** The best of our languages for an `Accept-Language` header (RFC 9110, 12.5.4), or null if none is wanted. */
export function negotiateLocale(header: string | null | undefined): Locale | null {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag, ...parameters] = part.split(';');
      const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      return { locale: parseLocale(tag), quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter((want) => want.locale !== null && want.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.locale ?? null;
}
