import { describe, expect, it } from 'vitest';
import { createMilestoneNews } from './milestone-news.ts';

const at = (atMs: number, reached: string[] = [], given: { isNow?: boolean; figure?: string | null } = {}) => ({
  atMs,
  reached: new Set(reached),
  isNow: false,
  figure: 'a',
  ...given,
});

describe('the news of a moment', () => {
  it('tells a milestone when the playhead gets to it, and once', () => {
    const note = createMilestoneNews();
    expect(note(at(0)).reached).toEqual([]);
    expect(note(at(1_000)).reached).toEqual([]);
    expect(note(at(2_000, ['M01'])).reached).toEqual(['M01']);
    expect(note(at(3_000, ['M01'])).reached).toEqual([]);
    note(at(1_000));
    expect(note(at(2_000, ['M01'])).reached).toEqual([]);
  });

  it('tells nothing of what a page is opened with', () => {
    expect(createMilestoneNews()(at(0, ['M01'], { figure: 'x' }))).toEqual({ reached: [], hasFigure: false });
  });

  it('tells nothing after a leap of the visitor, back or forward', () => {
    const note = createMilestoneNews();
    note(at(1_000_000, ['M01', 'M02']));
    expect(note(at(0)).reached).toEqual([]);
    expect(note(at(1_000_000, ['M01', 'M02'], { figure: 'b' }))).toEqual({ reached: [], hasFigure: false });
  });

  it('tells at the live edge what came while nobody looked', () => {
    const note = createMilestoneNews();
    note(at(0, [], { isNow: true }));
    expect(note(at(3_600_000, ['M01'], { isNow: true })).reached).toEqual(['M01']);
  });

  it('tells a new figure, and not that there is none', () => {
    const note = createMilestoneNews();
    note(at(0));
    expect(note(at(1_000, [], { figure: 'b' })).hasFigure).toBe(true);
    expect(note(at(2_000, [], { figure: 'b' })).hasFigure).toBe(false);
    expect(note(at(3_000, [], { figure: null })).hasFigure).toBe(false);
  });
});
