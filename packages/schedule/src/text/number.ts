import type { FaultList } from '../fault.ts';
import type { Place } from './day.ts';

/** How a file writes numbers. */
export interface NumberSigns {
  decimal: string;
  /** Between groups of digits; empty: none. */
  group: string;
}

export const plainSigns: NumberSigns = { decimal: '.', group: '' };

const largest = 1e15;

/** A number as the file writes it. null: nothing stands there, or it was refused. */
export function parseNumber(
  text: string | undefined,
  place: Place,
  faults: FaultList,
  signs: NumberSigns = plainSigns,
): number | null {
  const sent = text?.trim() ?? '';
  if (sent === '') return null;
  let plain = sent;
  if (signs.group !== '') plain = plain.replaceAll(signs.group, '').replaceAll(/[\u00A0\u202F]/g, '');
  if (signs.decimal !== '.') plain = plain.replace(signs.decimal, '.');
  if (!/^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?$/.test(plain)) {
    faults.error('number.invalid', { ...place, value: sent });
    return null;
  }
  const value = Number(plain);
  if (!Number.isFinite(value) || Math.abs(value) > largest) {
    faults.error('number.range', { ...place, value: sent });
    return null;
  }
  return value;
}

/** A number that cannot be below nothing. */
export function parseAmount(
  text: string | undefined,
  place: Place,
  faults: FaultList,
  signs: NumberSigns = plainSigns,
): number | null {
  const value = parseNumber(text, place, faults, signs);
  if (value === null || value >= 0) return value;
  faults.error('number.range', { ...place, value: text ?? null });
  return null;
}

/** Percent in basis points; `whole` is what the file calls 100 %: 100 or 1. */
export function parsePercent(
  text: string | undefined,
  place: Place,
  faults: FaultList,
  whole: 1 | 100,
  signs: NumberSigns = plainSigns,
): number | null {
  const value = parseNumber(text, place, faults, signs);
  if (value === null) return null;
  if (value < 0 || value > whole) {
    faults.error('percent.range', { ...place, value: text ?? null });
    return null;
  }
  return Math.round((value / whole) * 10_000);
}
