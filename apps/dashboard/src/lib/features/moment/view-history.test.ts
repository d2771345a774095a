import { describe, expect, it } from 'vitest';
import { createViewHistory } from './view-history.ts';

describe('what a page knew at an instant', () => {
  it('is the view that had come by then, and before the first event what the page was rendered with', () => {
    const history = createViewHistory('rendered');
    history.keep('posted', 1_000);
    history.keep('posted again', 2_000);
    expect([0, 999, 1_000, 1_999, 2_000, 9_000].map((atMs) => history.readAt(atMs))).toEqual([
      'rendered',
      'rendered',
      'posted',
      'posted',
      'posted again',
      'posted again',
    ]);
  });

  it('keeps the order of the log where clocks disagree', () => {
    const history = createViewHistory('rendered');
    history.keep('first', 2_000);
    history.keep('second', 1_500);
    expect(history.readAt(1_700)).toBe('rendered');
    expect(history.readAt(2_000)).toBe('second');
  });

  it('forgets the oldest of very many', () => {
    const history = createViewHistory(-1);
    for (let count = 0; count < 2_000; count += 1) history.keep(count, count);
    expect(history.readAt(1_999)).toBe(1_999);
    expect(history.readAt(0)).toBe(1_500);
  });
});
