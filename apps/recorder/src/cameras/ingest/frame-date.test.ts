import { expect, it } from 'vitest';
import { createFrameDate } from './frame-date.ts';

it('dates what a site sends as the site dated it, however late it comes, and each run anew', () => {
  const taken = createFrameDate();
  const fragment = (decodeTicks: number) => ({ decodeTicks, durationTicks: 3_600 });
  taken.begin(90_000);
  expect(taken.date(fragment(7_200), null)).toBeNull();
  expect(taken.date(fragment(7_200), 1_000_000)).toBe(1_000_040);
  expect(taken.date(fragment(97_200), 1_000_000)).toBe(1_001_040);
  taken.begin(45_000);
  expect(taken.date(fragment(0), 2_000_000)).toBe(2_000_080);
});
