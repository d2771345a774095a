import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSpans, findGaps, joinSpans, sumSpans } from './span.ts';

const span = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 30 })).map(([from, length]) => ({
  fromMs: from,
  toMs: from + length,
}));
const spans = fc.array(span, { maxLength: 20 });
/** Every millisecond that some span covers, counted one by one. */
const countAll = (list: readonly { fromMs: number; toMs: number }[], fromMs: number, toMs: number): number => {
  let count = 0;
  for (let at = fromMs; at < toMs; at += 1) if (list.some((one) => one.fromMs <= at && at < one.toMs)) count += 1;
  return count;
};

describe('spans', () => {
  it('cover the same milliseconds joined as apart, in order and without touching', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const joined = joinSpans(list);
        expect(sumSpans(joined)).toBe(countAll(list, 0, 300));
        for (const [index, one] of joined.entries()) {
          const next = joined[index + 1];
          if (next) expect(one.toMs).toBeLessThan(next.fromMs);
        }
      }),
    );
  });

  it('and their gaps fill any window without overlap', () => {
    fc.assert(
      fc.property(spans, span, (list, window) => {
        const joined = joinSpans(list);
        const inside = cutSpans(joined, window);
        const gaps = findGaps(joined, window);
        expect(sumSpans(inside)).toBe(countAll(list, window.fromMs, window.toMs));
        expect(sumSpans(inside) + sumSpans(gaps)).toBe(window.toMs - window.fromMs);
        expect(joinSpans([...inside, ...gaps])).toEqual([window]);
      }),
    );
  });

  it('become one over a hole that is short enough', () => {
    const list = [
      { fromMs: 0, toMs: 10 },
      { fromMs: 15, toMs: 20 },
      { fromMs: 26, toMs: 30 },
    ];
    expect(joinSpans(list, 5)).toEqual([
      { fromMs: 0, toMs: 20 },
      { fromMs: 26, toMs: 30 },
    ]);
  });
});
