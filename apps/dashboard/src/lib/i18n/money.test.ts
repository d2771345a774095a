import { expect, test } from 'vitest';
import { formatExactMoney, formatMoney, formatMoneyChange } from './money.ts';

test.each([
  ['en', '18.00\u00A0bn\u00A0₸'],
  ['ru', '18,00\u00A0млрд\u00A0₸'],
  ['kk', '18,00\u00A0млрд\u00A0₸'],
  ['ko', '180.00억\u00A0₸'],
  ['zh', '180.00亿\u00A0₸'],
] as const)('[INV12] says 18 billion tenge in %s from whole tiyn', (locale, said) => {
  expect(formatMoney(1_800_000_000_000, locale)).toBe(said);
});

test('says millions below a tenth of a billion, and to the tiyn where it is asked for', () => {
  expect(formatMoney(5_000_000_000, 'en')).toBe('50\u00A0m\u00A0₸');
  expect(formatExactMoney(123_456_705, 'en')).toBe('1,234,567.05\u00A0₸');
  expect(formatExactMoney(123_456_705, 'ru')).toBe('1\u00A0234\u00A0567,05\u00A0₸');
  expect(formatExactMoney(0, 'en')).toBe('0.00\u00A0₸');
});

test('[INV10] says a dash for what is undefined, and the sign of a difference', () => {
  expect([formatMoney(null, 'en'), formatExactMoney(null, 'kk'), formatMoneyChange(null, 'ru')]).toEqual([
    '—',
    '—',
    '—',
  ]);
  expect(formatMoneyChange(54_000_000_000, 'en')).toBe('+0.54\u00A0bn\u00A0₸');
  expect(formatMoneyChange(-54_000_000_000, 'en')).toBe('−0.54\u00A0bn\u00A0₸');
});
