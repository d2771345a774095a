import { describe, expect, it } from 'vitest';
import { compareLooks, parseLook, takeLook, type LastLook } from './last-look.ts';

const look = (at: string, given: Partial<LastLook> = {}): LastLook => ({
  at,
  percentBp: 3_000,
  dataDate: '2026-10-31',
  forecastFinish: '2028-05-01',
  reached: ['M01'],
  ...given,
});

function createStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

describe('since you last looked', () => {
  it('remembers the visit before, and not a reload', () => {
    const storage = createStorage();
    const first = look('2026-11-01T08:00:00.000Z');
    expect(takeLook(storage, 'k-park', first)).toBeNull();
    expect(takeLook(storage, 'k-park', look('2026-11-01T08:01:00.000Z'))).toBeNull();
    const second = look('2026-11-20T08:00:00.000Z', { percentBp: 3_500 });
    expect(takeLook(storage, 'k-park', second)).toEqual(first);
    expect(takeLook(storage, 'k-park', look('2026-11-20T09:00:00.000Z'))).toEqual(first);
    expect(takeLook(storage, 'k-park', look('2026-11-21T09:00:00.000Z'))).toEqual(second);
    expect(takeLook(storage, 'other', first)).toBeNull();
  });

  it('[PCT1] says what moved, and nothing where a number is not known', () => {
    const before = look('2026-11-01T08:00:00.000Z');
    const after = look('2026-11-20T08:00:00.000Z', {
      percentBp: 3_550,
      forecastFinish: '2028-05-11',
      reached: ['M01', 'M02'],
    });
    expect(compareLooks(before, after)).toEqual({ percentBp: 550, forecastDays: 10, reached: ['M02'] });
    expect(compareLooks(look(before.at, { percentBp: null, forecastFinish: null }), after)).toEqual({
      percentBp: null,
      forecastDays: null,
      reached: ['M02'],
    });
  });

  it('takes no foreign text for a look, and lives without a memory', () => {
    for (const text of ['', '{', 'null', '{"at":"yesterday","reached":[]}', '{"at":"2026-11-01T08:00:00.000Z"}']) {
      expect(parseLook(text)).toBeNull();
    }
    const full = {
      ...createStorage(),
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(takeLook(full, 'k-park', look('2026-11-01T08:00:00.000Z'))).toBeNull();
    expect(takeLook(null, 'k-park', look('2026-11-01T08:00:00.000Z'))).toBeNull();
  });
});
