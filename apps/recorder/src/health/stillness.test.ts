import { expect, it } from 'vitest';
import fc from 'fast-check';
import { cellColumns, cellRows, findChangedCells, measurePicture, thumbnailHeight, thumbnailWidth } from './picture.ts';
import { findStillness, looksLikeClock } from './stillness.ts';

const cellCount = cellColumns * cellRows;
const pixels = thumbnailWidth * thumbnailHeight;
const anyCells = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: cellCount, maxLength: cellCount });
const noOverlay = new Set<number>();
const toPictures = (all: readonly (readonly number[])[]) =>
  all.map((cells, index) => ({ atMs: index * 2_000, cells: Float64Array.from(cells) }));

it('measures a flat picture exactly, and refuses another size', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (level) => {
      const figures = measurePicture(new Uint8Array(pixels).fill(level));
      expect(figures).toMatchObject({ mean: level, deviation: 0, laplacian: 0 });
      expect(figures.cells.every((mean) => mean === level)).toBe(true);
    }),
  );
  expect(() => measurePicture(new Uint8Array(pixels - 1))).toThrow(RangeError);
});

it('finds exactly the cells in which a pixel block changed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: cellCount - 1 })), (wanted) => {
      const gray = new Uint8Array(pixels).fill(100);
      const before = measurePicture(gray).cells;
      for (const cell of wanted) {
        const x = (cell % cellColumns) * 10;
        const y = Math.floor(cell / cellColumns) * 10;
        for (let row = y; row < y + 10; row += 1)
          gray.fill(101, row * thumbnailWidth + x, row * thumbnailWidth + x + 10);
      }
      expect(findChangedCells(before, measurePicture(gray).cells)).toEqual(wanted.sort((a, b) => a - b));
    }),
  );
});

it('counts every step of a picture that never changes, whatever it shows', () => {
  fc.assert(
    fc.property(anyCells, fc.integer({ min: 1, max: 16 }), (cells, count) => {
      const pictures = toPictures(Array.from({ length: count }, () => cells));
      expect(findStillness(pictures, noOverlay)).toEqual({ steps: count - 1, sinceMs: 0 });
    }),
  );
});

it('counts no step when the newest picture differs beyond one line of text', () => {
  fc.assert(
    fc.property(anyCells, fc.integer({ min: 0, max: 15 }), (cells, column) => {
      const moved = cells.map((level, cell) => (cell % cellColumns === column ? (level + 40) % 256 : level));
      expect(findStillness(toPictures([cells, cells, cells, moved]), noOverlay).steps).toBe(0);
    }),
  );
});

it('sees light that creeps below the threshold of a step', () => {
  const pictures = toPictures(
    Array.from({ length: 16 }, (_, step) => Array.from({ length: cellCount }, () => 90 + step * 0.2)),
  );
  expect(findStillness(pictures, noOverlay).steps).toBeLessThan(3);
});

it('takes a clock along the upper or lower edge for no movement, and nothing else', () => {
  const line = (row: number, from: number, length: number): Set<number> =>
    new Set(Array.from({ length }, (_, index) => row * cellColumns + from + index));
  expect(looksLikeClock(line(0, 12, 3))).toBe(true);
  expect(looksLikeClock(new Set([...line(7, 0, 5), ...line(8, 0, 5)]))).toBe(true);
  expect(looksLikeClock(line(4, 3, 3))).toBe(false);
  expect(looksLikeClock(line(8, 0, 13))).toBe(false);
  expect(looksLikeClock(new Set([...line(0, 0, 1), ...line(8, 0, 1)]))).toBe(false);
  expect(looksLikeClock(noOverlay)).toBe(false);
});

it('leaves the overlay it was told out of account, wherever it lies', () => {
  const middle = 4 * cellColumns + 7;
  const ticking = Array.from({ length: 8 }, (_, step) =>
    Array.from({ length: cellCount }, (__, cell) => (cell === middle ? step * 9 : 80)),
  );
  expect(findStillness(toPictures(ticking), noOverlay).steps).toBe(0);
  expect(findStillness(toPictures(ticking), new Set([middle])).steps).toBe(7);
});
