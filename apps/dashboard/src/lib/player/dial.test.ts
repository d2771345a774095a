import { describe, expect, it } from 'vitest';
import {
  createLineJudge,
  findRenditions,
  listChoices,
  parseDialMemory,
  toDialPosition,
  toStepOf,
  type DialFacts,
} from './dial.ts';

const facts: DialFacts = {
  choice: 'auto',
  savesData: false,
  effectiveType: '4g',
  isLineSlow: false,
  spentBytes: 0,
  budgetBytes: null,
  siteHour: 12,
  untouchedMs: 0,
};
const at = (given: Partial<DialFacts>) => toDialPosition({ ...facts, ...given });

describe('the data dial', () => {
  it('shows video on a good line, and what was chosen where something was', () => {
    expect(at({})).toEqual({ step: 'full', reason: 'line-good' });
    expect(at({ effectiveType: null })).toEqual({ step: 'full', reason: 'line-good' });
    for (const choice of ['full', 'steps', 'stills', 'off'] as const) {
      expect(at({ choice, savesData: true, isLineSlow: true })).toEqual({ step: choice, reason: 'chosen' });
    }
  });

  it('steps by the line: pictures where the browser saves data or video stood still, stills on the slowest', () => {
    expect(at({ savesData: true })).toEqual({ step: 'steps', reason: 'saver' });
    expect(at({ isLineSlow: true })).toEqual({ step: 'steps', reason: 'line-slow' });
    for (const effectiveType of ['slow-2g', '2g']) {
      expect(at({ effectiveType, savesData: true })).toEqual({ step: 'stills', reason: 'line-slow' });
    }
  });

  it('keeps to the budget of a day: less before its end, stills after it, whatever was chosen', () => {
    const budgetBytes = 100;
    expect(at({ budgetBytes, spentBytes: 79 }).step).toBe('full');
    expect(at({ budgetBytes, spentBytes: 80 })).toEqual({ step: 'steps', reason: 'budget-near' });
    expect(at({ budgetBytes, spentBytes: 100 })).toEqual({ step: 'stills', reason: 'budget-spent' });
    expect(at({ budgetBytes, spentBytes: 100, choice: 'full' })).toEqual({ step: 'stills', reason: 'budget-spent' });
    expect(at({ budgetBytes, spentBytes: 100, choice: 'off' }).step).toBe('off');
    expect(at({ budgetBytes, spentBytes: 90, choice: 'full' }).step).toBe('full');
  });

  it('steps by the hour for who has a budget, and for a page that nobody touches', () => {
    expect(at({ siteHour: 23 }).step).toBe('full');
    for (const siteHour of [22, 0, 5])
      expect(at({ siteHour, budgetBytes: 100 })).toEqual({ step: 'steps', reason: 'night' });
    expect(at({ siteHour: 6, budgetBytes: 100 }).step).toBe('full');
    expect(at({ untouchedMs: 3 * 3_600_000 })).toEqual({ step: 'steps', reason: 'left' });
  });
});

describe('the renditions of a camera', () => {
  const list = (heights: number[]): string =>
    [
      '#EXTM3U',
      ...heights.flatMap((height) => [
        `#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.640028",RESOLUTION=1x${height}`,
        'x.m3u8',
      ]),
    ].join('\n');

  it('are those below its own picture, and are offered between the video and single pictures', () => {
    expect(findRenditions(list([1_080, 360, 720]))).toEqual(['720p', '360p']);
    expect(listChoices(['720p', '360p'])).toEqual(['auto', 'full', '720p', '360p', 'steps', 'stills', 'off']);
    expect(at({ choice: '360p', isLineSlow: true })).toEqual({ step: '360p', reason: 'chosen' });
  });

  it('give way to single pictures on a camera that has none', () => {
    expect(toStepOf('360p', true)).toBe('360p');
    expect(toStepOf('360p', false)).toBe('steps');
    expect(toStepOf('full', false)).toBe('full');
  });

  it('are none where there is no list, or nothing smaller in it', () => {
    for (const text of ['', '#EXTM3U', list([1_080])]) expect(findRenditions(text)).toEqual([]);
  });
});

describe('the judge of a line', () => {
  const run = (judge: ReturnType<typeof createLineJudge>, fromS: number, toS: number, isStanding: boolean): boolean => {
    let isSlow = false;
    for (let s = fromS; s < toS; s += 1) isSlow = judge.note(isStanding, s * 1_000);
    return isSlow;
  };

  it('bears a start and short stalls, and calls a line slow that stands for twelve seconds of a minute', () => {
    const judge = createLineJudge();
    expect(run(judge, 0, 8, true)).toBe(false);
    expect(run(judge, 8, 90, false)).toBe(false);
    expect(run(judge, 90, 103, true)).toBe(true);
  });

  it('tries again after two minutes, and after four when that fails', () => {
    const judge = createLineJudge();
    expect(run(judge, 0, 14, true)).toBe(true);
    expect(judge.note(false, 100_000)).toBe(true);
    expect(judge.note(false, 140_000)).toBe(false);
    expect(run(judge, 141, 156, true)).toBe(true);
    expect(judge.note(false, 300_000)).toBe(true);
    expect(judge.note(false, 400_000)).toBe(false);
  });

  it('does not count the time in which a tab slept', () => {
    const judge = createLineJudge();
    judge.note(true, 0);
    expect(judge.note(true, 3_600_000)).toBe(false);
  });
});

describe('what a device keeps of the dial', () => {
  const day = '2026-11-23';
  const keep = (kept: object): string => JSON.stringify(kept);

  it('is the choice, the budget, and what was fetched today', () => {
    const kept = { choice: 'steps', budgetMb: 250, day, spentBytes: 5_000 };
    expect(parseDialMemory(keep(kept), day)).toEqual(kept);
    expect(parseDialMemory(keep(kept), '2026-11-24')).toEqual({ ...kept, day: '2026-11-24', spentBytes: 0 });
  });

  it('may be a rendition', () => {
    expect(parseDialMemory(keep({ choice: '360p' }), day).choice).toBe('360p');
  });

  it('is nothing where somebody else wrote there', () => {
    const none = { choice: 'auto', budgetMb: null, day, spentBytes: 0 };
    for (const text of [null, '', 'x', '7', 'null', '[]', '{"choice":"8k","budgetMb":-1,"spentBytes":"a"}']) {
      expect(parseDialMemory(text, day)).toEqual(none);
    }
    expect(parseDialMemory(keep({ choice: 'off' }), day).choice).toBe('auto');
  });
});
