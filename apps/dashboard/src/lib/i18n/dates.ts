import type { FuzzyDate, Locale } from '@sitecast/contract';
import { calendars, seasonOf } from './calendar.ts';
import { getLocale } from './locale.ts';

const nbsp = '\u00A0';
const roman = ['I', 'II', 'III', 'IV'];
const hanNumerals = ['一', '二', '三', '四'];

interface DateParts {
  year: number;
  month: number;
  day: number;
}

function parseParts(date: string): DateParts {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  return { year, month, day };
}

const monthName = (names: readonly string[], month: number) => names[month - 1] ?? '';

/** A local date as people write it in that language: `12 September 2025`, `2025 ж. 12 қыркүйек`. */
export function formatDate(date: string, locale: Locale = getLocale()): string {
  const { year, month, day } = parseParts(date);
  const name = monthName(calendars[locale].months, month);
  switch (locale) {
    case 'kk':
      return `${year}${nbsp}ж. ${day}${nbsp}${name}`;
    case 'ko':
      return `${year}년 ${name} ${day}일`;
    case 'zh':
      return `${year}年${name}${day}日`;
    case 'ru':
    case 'en':
      return `${day}${nbsp}${name} ${year}`;
  }
}

/** Without the year, for axes and tight rows: `12 Sep`, `9월 12일`. */
export function formatShortDate(date: string, locale: Locale = getLocale()): string {
  const { month, day } = parseParts(date);
  const name = monthName(calendars[locale].monthsShort, month);
  if (locale === 'ko') return `${name} ${day}일`;
  return locale === 'zh' ? `${name}${day}日` : `${day}${nbsp}${name}`;
}

/** A month: `September 2025`, `сентябрь 2025`, `2025년 9월`. */
export function formatMonth(date: string, locale: Locale = getLocale()): string {
  const { year, month } = parseParts(date);
  const name = monthName(calendars[locale].monthsAlone, month);
  return withYear(year, name, locale);
}

/** A month of a year that is said beside it: `Sep`, `қыр`, `9월`. */
export function formatShortMonth(date: string, locale: Locale = getLocale()): string {
  return monthName(calendars[locale].monthsShort, parseParts(date).month);
}

/** A month short enough for an axis: `Sep`; January carries its year. */
export function formatAxisMonth(date: string, locale: Locale = getLocale()): string {
  const { year, month } = parseParts(date);
  return month === 1 ? String(year) : monthName(calendars[locale].monthsShort, month);
}

function withYear(year: number | string, words: string, locale: Locale): string {
  switch (locale) {
    case 'kk':
      return `${year}${nbsp}ж. ${words}`;
    case 'ko':
      return `${year}년 ${words}`;
    case 'zh':
      return `${year}年${words}`;
    case 'ru':
    case 'en':
      return `${words} ${year}`;
  }
}

function formatYear(year: number, locale: Locale): string {
  if (locale === 'ko') return `${year}년`;
  if (locale === 'zh') return `${year}年`;
  return locale === 'kk' ? `${year}${nbsp}ж.` : String(year);
}

function formatQuarter(date: string, locale: Locale): string {
  const { year, month } = parseParts(date);
  const quarter = Math.ceil(month / 3);
  const words = {
    kk: `${roman[quarter - 1]}${nbsp}тоқсан`,
    ru: `${roman[quarter - 1]}${nbsp}квартал`,
    en: `Q${quarter}`,
    ko: `${quarter}분기`,
    zh: `第${hanNumerals[quarter - 1]}季度`,
  };
  return withYear(year, words[locale], locale);
}

function formatSeason(date: FuzzyDate, locale: Locale): string {
  const from = parseParts(date.from);
  const to = parseParts(date.to);
  const year = from.year === to.year ? String(from.year) : `${from.year}/${String(to.year).slice(2)}`;
  return withYear(year, calendars[locale].seasons[seasonOf(from.month)], locale);
}

const lastDayOf = ({ year, month }: DateParts) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Two days of one month share its name: `15–16 October 2025`. */
function formatDaySpan(from: DateParts, to: DateParts, locale: Locale): string {
  const name = monthName(calendars[locale].months, from.month);
  switch (locale) {
    case 'kk':
      return withYear(from.year, `${from.day}–${to.day}${nbsp}${name}`, locale);
    case 'ko':
      return withYear(from.year, `${name} ${from.day}–${to.day}일`, locale);
    case 'zh':
      return withYear(from.year, `${name}${from.day}–${to.day}日`, locale);
    case 'ru':
    case 'en':
      return `${from.day}–${to.day}${nbsp}${name} ${from.year}`;
  }
}

/** Two months of one year share the year: `October – December 2022`. */
function formatMonthSpan(from: DateParts, to: DateParts, locale: Locale): string {
  const names = calendars[locale].monthsAlone;
  const dash = locale === 'ko' || locale === 'zh' ? '–' : ' – ';
  return withYear(from.year, `${monthName(names, from.month)}${dash}${monthName(names, to.month)}`, locale);
}

/** A span says no more than is known: whole years as years, whole months as months. */
function formatWindow(date: FuzzyDate, locale: Locale): string {
  const from = parseParts(date.from);
  const to = parseParts(date.to);
  const wholeMonths = from.day === 1 && to.day === lastDayOf(to);
  const sameYear = from.year === to.year;
  if (wholeMonths && from.month === 1 && to.month === 12) {
    return sameYear ? formatYear(from.year, locale) : `${from.year}–${formatYear(to.year, locale)}`;
  }
  if (wholeMonths) {
    if (!sameYear) return `${formatMonth(date.from, locale)} – ${formatMonth(date.to, locale)}`;
    return from.month === to.month ? formatMonth(date.from, locale) : formatMonthSpan(from, to, locale);
  }
  if (date.from === date.to) return formatDate(date.from, locale);
  if (sameYear && from.month === to.month) return formatDaySpan(from, to, locale);
  return `${formatDate(date.from, locale)} – ${formatDate(date.to, locale)}`;
}

/** A date as exact as it is known: `12 September 2025`, `autumn 2027`, `Q3 2026`, `2028–2030`. */
export function formatFuzzyDate(date: FuzzyDate, locale: Locale = getLocale()): string {
  switch (date.precision) {
    case 'day':
      return date.from === date.to ? formatDate(date.from, locale) : formatWindow(date, locale);
    case 'month':
      return formatMonth(date.from, locale);
    case 'quarter':
      return formatQuarter(date.from, locale);
    case 'season':
      return formatSeason(date, locale);
    case 'year':
      return formatYear(parseParts(date.from).year, locale);
    case 'window':
      return formatWindow(date, locale);
  }
}
