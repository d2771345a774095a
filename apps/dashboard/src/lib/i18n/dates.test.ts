import { describe, expect, it } from 'vitest';
import { locales } from '@sitecast/contract/words';
import { formatDate, formatFuzzyDate, formatShortDate } from './dates.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');
const inAll = (format: (locale: (typeof locales)[number]) => string) =>
  Object.fromEntries(locales.map((locale) => [locale, plain(format(locale))]));

describe('dates', () => {
  it('writes a day as people write it in each language', () => {
    expect(inAll((locale) => formatDate('2025-09-12', locale))).toEqual({
      kk: '2025 ж. 12 қыркүйек',
      ru: '12 сентября 2025',
      en: '12 September 2025',
      ko: '2025년 9월 12일',
      zh: '2025年9月12日',
    });
  });

  it('names all twelve Kazakh months', () => {
    const months = Array.from({ length: 12 }, (_, index) =>
      plain(formatDate(`2026-${String(index + 1).padStart(2, '0')}-01`, 'kk'))
        .split(' ')
        .at(-1),
    );
    expect(months).toEqual([
      'қаңтар',
      'ақпан',
      'наурыз',
      'сәуір',
      'мамыр',
      'маусым',
      'шілде',
      'тамыз',
      'қыркүйек',
      'қазан',
      'қараша',
      'желтоқсан',
    ]);
  });

  it('says a season by its name and never as a day', () => {
    const opening = { from: '2027-09-01', to: '2027-11-30', precision: 'season' as const };
    expect(inAll((locale) => formatFuzzyDate(opening, locale))).toEqual({
      kk: '2027 ж. күзі',
      ru: 'осень 2027',
      en: 'autumn 2027',
      ko: '2027년 가을',
      zh: '2027年秋季',
    });
  });

  it('lets a winter belong to two years', () => {
    const winter = { from: '2026-12-01', to: '2027-02-28', precision: 'season' as const };
    expect(formatFuzzyDate(winter, 'en')).toBe('winter 2026/27');
  });

  it('says quarter, month and year no more exactly than they are known', () => {
    const of = (precision: 'quarter' | 'month' | 'year', to: string) => ({ from: '2022-10-01', to, precision });
    expect(plain(formatFuzzyDate(of('quarter', '2022-12-31'), 'ru'))).toBe('IV квартал 2022');
    expect(formatFuzzyDate(of('quarter', '2022-12-31'), 'zh')).toBe('2022年第四季度');
    expect(plain(formatFuzzyDate(of('month', '2022-10-31'), 'ru'))).toBe('октябрь 2022');
    expect(formatFuzzyDate(of('year', '2022-12-31'), 'ko')).toBe('2022년');
  });

  it('shortens a window to whole years or months where it is made of them', () => {
    const window = (from: string, to: string) => formatFuzzyDate({ from, to, precision: 'window' }, 'en');
    expect(window('2027-01-01', '2028-12-31')).toBe('2027–2028');
    expect(window('2027-07-01', '2028-02-29')).toBe('July 2027 – February 2028');
    expect(window('2022-10-01', '2022-12-31')).toBe('October – December 2022');
    expect(plain(window('2025-10-15', '2025-10-16'))).toBe('15–16 October 2025');
    expect(plain(window('2025-10-30', '2025-11-02'))).toBe('30 October 2025 – 2 November 2025');
  });

  it('joins two days of one month in every language', () => {
    const roadshow = { from: '2025-10-15', to: '2025-10-16', precision: 'window' as const };
    expect(inAll((locale) => formatFuzzyDate(roadshow, locale))).toEqual({
      kk: '2025 ж. 15–16 қазан',
      ru: '15–16 октября 2025',
      en: '15–16 October 2025',
      ko: '2025년 10월 15–16일',
      zh: '2025年10月15–16日',
    });
  });

  it('shortens a day for an axis', () => {
    expect(plain(formatShortDate('2026-10-05', 'kk'))).toBe('5 қаз');
    expect(formatShortDate('2026-10-05', 'ko')).toBe('10월 5일');
  });
});
