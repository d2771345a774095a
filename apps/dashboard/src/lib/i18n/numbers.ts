import type { Locale } from '@sitecast/contract';
import { getLocale } from './locale.ts';

const nbsp = '\u00A0';
const minus = '−';

/** What is shown where a value is not known (rule 2): never a zero. */
export const dash = '—';

/** Written by ourselves so that server and browser agree to the letter, also where Kazakh data is missing. */
const marks: Record<Locale, { group: string; decimal: string; percent: string }> = {
  kk: { group: nbsp, decimal: ',', percent: `${nbsp}%` },
  ru: { group: nbsp, decimal: ',', percent: `${nbsp}%` },
  en: { group: ',', decimal: '.', percent: '%' },
  ko: { group: ',', decimal: '.', percent: '%' },
  zh: { group: ',', decimal: '.', percent: '%' },
};

/** A number with the language's own separators; at most `digits` decimals, none that say nothing. */
export function formatNumber(value: number | null, digits = 2, locale: Locale = getLocale()): string {
  if (value === null) return dash;
  const { group, decimal } = marks[locale];
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const rest = fraction.replace(/0+$/, '');
  const grouped = whole.length > 4 || group === ',' ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
  const negative = value < 0 && Number(`${whole}.${fraction}`) !== 0;
  return `${negative ? minus : ''}${grouped}${rest === '' ? '' : `${decimal}${rest}`}`;
}

/** An index such as SPI: always two decimals, so that a column of them lines up. */
export function formatIndex(value: number | null, locale: Locale = getLocale()): string {
  return value === null ? dash : value.toFixed(2).replace('.', marks[locale].decimal);
}

/** Percent from basis points: `35%`, `35,4 %`; a dash for null (PCT1). */
export function formatPercent(bp: number | null, digits = 1, locale: Locale = getLocale()): string {
  return bp === null ? dash : `${formatNumber(bp / 100, digits, locale)}${marks[locale].percent}`;
}

/** The number and its sign apart, for the one big number of a page. */
export function splitPercent(bp: number | null, locale: Locale = getLocale()): { value: string; sign: string } {
  return bp === null
    ? { value: dash, sign: '' }
    : { value: formatNumber(bp / 100, 1, locale), sign: marks[locale].percent };
}

/** A change in percentage points with its direction: `+5`, `−1.5`. */
export function formatChange(bp: number | null, locale: Locale = getLocale()): string {
  if (bp === null) return dash;
  return bp > 0 ? `+${formatNumber(bp / 100, 1, locale)}` : formatNumber(bp / 100, 1, locale);
}
