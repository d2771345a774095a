import { describe, expect, test } from 'vitest';
import { listMonths, moveByKey, moveMonth, toWeeks } from './month-grid.ts';
import { findTile, toTileStyle } from './sheet-tile.ts';

const november = Array.from({ length: 30 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`);

describe('a month on a grid', () => {
  test('begins its weeks on Monday and leaves other months’ days out', () => {
    const weeks = toWeeks(november);
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01']);
    expect(weeks[5]?.slice(0, 2)).toEqual(['2026-11-30', null]);
    expect(weeks.flat().filter((day) => day !== null)).toEqual(november);
  });

  test('stands among the months of its years, the newest year first', () => {
    expect(listMonths('2025-11', '2026-02')).toEqual([
      { year: '2026', months: ['2026-01', '2026-02'] },
      { year: '2025', months: ['2025-11', '2025-12'] },
    ]);
    expect(listMonths('2026-11', '2026-11')).toEqual([{ year: '2026', months: ['2026-11'] }]);
  });

  test('is walked by the keys of the grid pattern, over the ends of weeks, months and years', () => {
    const steps: [string, string, string][] = [
      ['2026-11-01', 'ArrowLeft', '2026-10-31'],
      ['2026-12-31', 'ArrowRight', '2027-01-01'],
      ['2026-11-05', 'ArrowUp', '2026-10-29'],
      ['2026-11-25', 'Home', '2026-11-23'],
      ['2026-11-25', 'End', '2026-11-29'],
      ['2026-03-31', 'PageUp', '2026-02-28'],
      ['2026-01-31', 'PageDown', '2026-02-28'],
    ];
    for (const [from, key, to] of steps) expect(moveByKey(from, key), `${from} ${key}`).toBe(to);
    expect(moveByKey('2026-11-25', 'Enter')).toBeNull();
    expect(moveMonth('2026-01', -1)).toBe('2025-12');
  });
});

describe('a tile of a sheet', () => {
  const at = Array.from({ length: 15 }, (_, index) => new Date(index * 600_000).toISOString());
  const sheet = { url: '/s.jpg', columns: 12, tileWidth: 160, tileHeight: 90, at };

  test('lies where its place says, also in the last row', () => {
    expect(toTileStyle(sheet, 0)).toEqual({ image: 'url("/s.jpg")', size: '1200% 200%', position: '0% 0%' });
    expect(toTileStyle(sheet, 11).position).toBe('100% 0%');
    expect(toTileStyle(sheet, 12).position).toBe('0% 100%');
  });

  test('is the nearest to an instant, or none where all are too far', () => {
    expect(findTile(sheet, 650_000, 600_000)).toBe(1);
    expect(findTile(sheet, 20_000_000, 600_000)).toBe(-1);
  });
});
