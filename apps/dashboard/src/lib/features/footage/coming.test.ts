import type { BackFill } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { findComing, isFilling } from './coming.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 5, minute)).toISOString();
const span = (from: number, to: number) => ({ from: at(from), to: at(to) });
const outage = { ...span(10, 20), cause: 'uplink-offline' as const };
const said: BackFill = { heardAt: at(30), owed: [], masking: [], expectedAt: null };

test('[EDGE6] an outage behind a recorder at a site is to come, waits, or is lost', () => {
  const find = (backFill: BackFill | null, one: Parameters<typeof findComing>[1] = outage) =>
    findComing({ backFill }, one);
  expect(find(null)).toBeNull();
  expect(find(said, { ...span(10, 20), cause: 'recorder-down' })).toBeNull();
  expect(find({ ...said, owed: [span(15, 25)], expectedAt: at(40) })).toEqual({ kind: 'by', byMs: Date.parse(at(40)) });
  // Whatever was the matter here: the site recorded on.
  const down = { ...span(10, 20), cause: 'recorder-down' as const };
  expect(find({ ...said, owed: [span(15, 25)] }, down)).toEqual({ kind: 'waits' });
  expect(find({ ...said, owed: [span(15, 25)] })).toEqual({ kind: 'waits' });
  expect(find(said)).toEqual({ kind: 'lost' });
  expect(find({ ...said, owed: [span(20, 25)] })).toEqual({ kind: 'lost' });
  // Nothing was heard of the site since: it may well have it.
  expect(find({ ...said, heardAt: at(15) })).toEqual({ kind: 'line' });
  expect(find({ ...said, heardAt: null })).toEqual({ kind: 'line' });
});

test('a day that fills by itself is told from one that does not', () => {
  const over = { backFill: null, outages: [outage], to: at(59) };
  const isFillingAfter = (day: Partial<Parameters<typeof isFilling>[0]>) =>
    isFilling({ ...over, ...day }, Date.parse(over.to));
  expect(isFillingAfter({})).toBe(false);
  expect(isFillingAfter({ backFill: said })).toBe(false);
  expect(isFillingAfter({ backFill: { ...said, heardAt: at(15) } })).toBe(true);
  expect(isFillingAfter({ backFill: { ...said, owed: [span(1, 2)] }, outages: [] })).toBe(true);
  expect(isFillingAfter({ backFill: { ...said, masking: [span(1, 2)] }, outages: [] })).toBe(true);
  expect(isFilling(over, Date.parse(over.to) - 1)).toBe(true);
});
