import { expect, test } from 'vitest';
import { fillFormula } from './fill-formula.ts';

const of = (...pairs: [string, string][]) => pairs.map(([symbol, value]) => ({ symbol, value }));

test('puts the numbers where the symbols stand', () => {
  expect(fillFormula('EV ÷ PV', of(['EV', '35%'], ['PV', '43%']))).toBe('35% ÷ 43%');
  expect(
    fillFormula('AT + (PD − ES) ÷ SPI(t)', of(['AT', '13'], ['PD', '24'], ['ES', '11.6'], ['SPI(t)', '0.892'])),
  ).toBe('13 + (24 − 11.6) ÷ 0.892');
});

test('takes the longer of two symbols', () => {
  expect(fillFormula('BAC × EV %', of(['EV', '1'], ['EV %', '35%'], ['BAC', '18']))).toBe('18 × 35%');
});

test('says nothing where a number is missing', () => {
  expect(fillFormula('EV ÷ AC', of(['EV', '35%']))).toBe(null);
  expect(fillFormula('Σ AC', [])).toBe(null);
});
