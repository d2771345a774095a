import { describe, expect, it } from 'vitest';
import { formatDays, formatDuration } from './durations.ts';
import { formatChange, formatIndex, formatNumber, formatPercent, splitPercent } from './numbers.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('numbers', () => {
  it('[PCT1] shows what is not known as a dash, never as a zero', () => {
    expect([formatPercent(null, 1, 'en'), formatIndex(null, 'kk'), formatNumber(null, 2, 'ru')]).toEqual([
      '—',
      '—',
      '—',
    ]);
    expect(splitPercent(null, 'en')).toEqual({ value: '—', sign: '' });
    expect(formatPercent(0, 1, 'en')).toBe('0%');
  });

  it('[PCT1] writes basis points as percent with the separators of the language', () => {
    expect(formatPercent(3_540, 1, 'en')).toBe('35.4%');
    expect(plain(formatPercent(3_540, 1, 'kk'))).toBe('35,4 %');
    expect(formatPercent(10_000, 1, 'ko')).toBe('100%');
  });

  it('groups thousands as the language does and keeps four digits together in Russian', () => {
    expect(formatNumber(2_000_000, 0, 'en')).toBe('2,000,000');
    expect(plain(formatNumber(2_000_000, 0, 'ru'))).toBe('2 000 000');
    expect(formatNumber(4_000, 0, 'ru')).toBe('4000');
  });

  it('signs a change and never writes a negative zero', () => {
    expect(formatChange(484, 'en')).toBe('+4.8');
    expect(formatChange(-150, 'ru')).toBe('−1,5');
    expect(formatNumber(-0.001, 2, 'en')).toBe('0');
  });

  it('declines days in Russian and says durations in two units', () => {
    expect([1, 3, 5, 21, 87].map((count) => plain(formatDays(count, 'ru')))).toEqual([
      '1 день',
      '3 дня',
      '5 дней',
      '21 день',
      '87 дней',
    ]);
    expect(formatDays(1, 'en').endsWith('day')).toBe(true);
    expect(formatDuration(187_200_000, 'ko')).toBe('2일 4시간');
    expect(plain(formatDuration(4_000, 'en'))).toBe('4 s');
  });
});
