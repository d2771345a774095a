import type { Locale } from '@sitecast/contract';
import { getLocale } from './locale.ts';
import { dash, formatNumber } from './numbers.ts';

const nbsp = '\u00A0';
const sign = '₸';

/** Large sums in the language's own large numbers: 10⁹ in the west, 10⁸ (억, 亿) in the east. */
const large: Record<Locale, { step: number; word: string; below: { step: number; word: string } | null }> = {
  kk: { step: 1e9, word: `${nbsp}млрд`, below: { step: 1e6, word: `${nbsp}млн` } },
  ru: { step: 1e9, word: `${nbsp}млрд`, below: { step: 1e6, word: `${nbsp}млн` } },
  en: { step: 1e9, word: `${nbsp}bn`, below: { step: 1e6, word: `${nbsp}m` } },
  ko: { step: 1e8, word: '억', below: null },
  zh: { step: 1e8, word: '亿', below: null },
};

/** Money from whole minor units (tiyn), short and with the same decimals in a column: `18.00 bn ₸`; a dash for null. */
export function formatMoney(minor: number | null, locale: Locale = getLocale()): string {
  if (minor === null) return dash;
  const tenge = minor / 100;
  const { step, word, below } = large[locale];
  const unit = below !== null && Math.abs(tenge) < step / 10 && tenge !== 0 ? below : { step, word };
  const digits = unit.step === 1e6 ? 0 : 2;
  return `${padDecimals(tenge / unit.step, digits, locale)}${unit.word}${nbsp}${sign}`;
}

/** To the tiyn: `18,000,000,000.00 ₸`. */
export function formatExactMoney(minor: number | null, locale: Locale = getLocale()): string {
  return minor === null ? dash : `${padDecimals(minor / 100, 2, locale)}${nbsp}${sign}`;
}

/** A difference with its sign: `+0.54 bn ₸`. */
export function formatMoneyChange(minor: number | null, locale: Locale = getLocale()): string {
  return minor !== null && minor > 0 ? `+${formatMoney(minor, locale)}` : formatMoney(minor, locale);
}

function padDecimals(value: number, digits: number, locale: Locale): string {
  const short = formatNumber(value, digits, locale);
  if (digits === 0) return short;
  const mark = locale === 'kk' || locale === 'ru' ? ',' : '.';
  // Groups are marked by a comma where decimals have a point, so the last mark alone tells decimals apart.
  const [, decimals = ''] = (Math.round(value * 10 ** digits) / 10 ** digits).toString().split('.');
  return decimals === ''
    ? `${short}${mark}${'0'.repeat(digits)}`
    : short.padEnd(short.length + digits - decimals.length, '0');
}
