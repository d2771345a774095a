import { describe, expect, it } from 'vitest';
import { createBackOff } from './back-off.ts';

describe('back-off', () => {
  it('doubles from half a second to five and starts over after a success', () => {
    const backOff = createBackOff(() => 0);
    expect(Array.from({ length: 6 }, () => backOff.next())).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    backOff.reset();
    expect(backOff.next()).toBe(500);
  });

  it('is up to a fifth shorter by chance', () => {
    const backOff = createBackOff(() => 0.999_999);
    expect(backOff.next()).toBe(400);
  });
});
