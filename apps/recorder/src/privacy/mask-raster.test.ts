import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawMask } from './mask-raster.ts';

type Point = [number, number];

/** Whether a point is inside by either rule of winding, found by another way than the drawing's: the angle it is seen under. */
function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  let angle = 0;
  polygon.forEach(([fromX, fromY], index) => {
    const [toX, toY] = polygon[(index + 1) % polygon.length] ?? [0, 0];
    const step = Math.atan2(toY - y, toX - x) - Math.atan2(fromY - y, fromX - x);
    angle += step > Math.PI ? step - 2 * Math.PI : step < -Math.PI ? step + 2 * Math.PI : step;
  });
  return Math.abs(angle) > Math.PI;
}

const point = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));

it('[PRIV2] hides every pixel inside a polygon, whatever its form, and whole 2 × 2 blocks', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 3, maxLength: 12 }),
      fc.integer({ min: 16, max: 97 }),
      fc.integer({ min: 16, max: 61 }),
      (polygon, width, height) => {
        const hidden = drawMask([polygon], width, height);
        for (let y = 0; y < height; y += 1) {
          for (let x = 0; x < width; x += 1) {
            const inside = isInside(polygon, (x + 0.5) / width, (y + 0.5) / height);
            if (inside) expect(hidden[y * width + x], `${x} ${y}`).toBe(1);
            if (hidden[y * width + x] !== 1) continue;
            for (const [nearX, nearY] of [
              [x ^ 1, y],
              [x, y ^ 1],
              [x ^ 1, y ^ 1],
            ] as const) {
              if (nearX < width && nearY < height) expect(hidden[nearY * width + nearX]).toBe(1);
            }
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('[PRIV2] hides a sliver thinner than a pixel, and nothing without a polygon', () => {
  const sliver = drawMask(
    [
      [
        [0.1, 0.5],
        [0.9, 0.5],
        [0.9, 0.501],
      ],
    ],
    100,
    50,
  );
  expect(sliver.filter((one) => one === 1).length).toBeGreaterThan(80);
  expect(drawMask([], 100, 50).some((one) => one === 1)).toBe(false);
});
