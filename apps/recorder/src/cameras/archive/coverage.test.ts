import { archiveRulesSchema } from '@sitecast/contract';
import { describe, expect, it } from 'vitest';
import type { CauseChange } from '../../storage/archive/cause-log.ts';
import { addCoverage, measureCoverage } from './coverage.ts';
import { explainGaps } from './outage.ts';
import { toDaySpan, toLocalDate, toWorkingSpan } from '../../platform/local-day.ts';

const hour = 3_600_000;
const { working } = archiveRulesSchema.parse({});

describe('the days of a site', () => {
  it('begin at its own midnight, and its working hours are those on its wall', () => {
    expect(toDaySpan('Asia/Almaty', '2026-11-23').fromMs).toBe(Date.UTC(2026, 10, 22, 19));
    expect(toLocalDate('Asia/Almaty', Date.UTC(2026, 10, 22, 18, 59, 59))).toBe('2026-11-22');
    expect(toLocalDate('Asia/Almaty', Date.UTC(2026, 10, 22, 19))).toBe('2026-11-23');
    expect(toWorkingSpan(working, '2026-11-23')).toEqual({
      fromMs: Date.UTC(2026, 10, 23, 3),
      toMs: Date.UTC(2026, 10, 23, 15),
    });
    expect(toWorkingSpan(working, '2026-11-22')).toBeNull();
    expect(toWorkingSpan({ ...working, daysOff: ['2026-11-23'] }, '2026-11-23')).toBeNull();
  });

  it('have 23 or 25 hours where the clock is changed', () => {
    const length = (date: string) => {
      const { fromMs, toMs } = toDaySpan('Europe/Berlin', date);
      return (toMs - fromMs) / hour;
    };
    expect([length('2026-03-29'), length('2026-10-25'), length('2026-06-01')]).toEqual([23, 25, 24]);
  });
});

describe('coverage', () => {
  const window = { fromMs: 0, toMs: 10 * hour };
  const causes: CauseChange[] = [
    { atMs: 0, cause: 'recording' },
    { atMs: 2 * hour + 8_000, cause: 'source-offline' },
    { atMs: 3 * hour - 3_000, cause: 'recording' },
    { atMs: 6 * hour, cause: 'scheduled-off' },
    { atMs: 8 * hour, cause: 'recorder-down' },
    { atMs: 9 * hour, cause: 'recording' },
  ];
  const recorded = [
    { fromMs: -hour, toMs: 2 * hour },
    { fromMs: 3 * hour, toMs: 5 * hour },
    { fromMs: 5.5 * hour, toMs: 6 * hour },
    { fromMs: 9 * hour, toMs: 10 * hour },
  ];

  it('tells every hour that was due: recorded, planned off, or out by cause', () => {
    const found = measureCoverage(window, recorded, causes);
    expect(found).toEqual({
      workingMs: 10 * hour,
      recordedMs: 5.5 * hour,
      offMs: 2 * hour,
      outageMs: { 'source-offline': hour, lost: 0.5 * hour, 'recorder-down': hour },
      shareBp: 6_875,
    });
    const told = found.recordedMs + found.offMs + Object.values(found.outageMs).reduce((sum, ms) => sum + ms, 0);
    expect(told).toBe(found.workingMs);
  });

  it('gives the seconds before a fault is noticed, and those after it is over, to the fault', () => {
    expect(explainGaps(recorded, { fromMs: hour, toMs: 4 * hour }, causes)).toEqual([
      { fromMs: 2 * hour, toMs: 3 * hour, cause: 'source-offline' },
    ]);
  });

  it('is rounded down and is nothing where no hour was due', () => {
    const almost = measureCoverage({ fromMs: 0, toMs: 1_000_000 }, [{ fromMs: 1, toMs: 1_000_000 }], causes);
    expect(almost.shareBp).toBe(9_999);
    expect(addCoverage([]).shareBp).toBeNull();
    expect(addCoverage([almost, almost]).recordedMs).toBe(2 * 999_999);
  });
});
