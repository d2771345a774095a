import type { CameraHealth, WorkingHours } from '@sitecast/contract';
import { describe, expect, it } from 'vitest';
import { isMisplaced, toSpansOfView } from './misplaced-mask.ts';
import { isOn, toPlannedHealth } from './planned-state.ts';
import type { CameraTable } from './tables.ts';

const hours: WorkingHours = {
  zone: 'Asia/Almaty',
  days: [1, 2, 3, 4, 5],
  from: '08:00',
  to: '20:00',
  daysOff: ['2026-11-25'],
};
const plan = { schedule: JSON.stringify(hours), maintenance_at: null, maintenance_until: null };
/** By the clock of the site, UTC+5; 2026-11-23 is a Monday. */
const at = (local: string): number => Date.parse(`${local}:00.000+05:00`);
const health = (state: CameraHealth['state'], since = '2026-11-20T00:00:00.000Z'): CameraHealth => ({
  state,
  since,
  lastFrameAt: null,
});

describe('what was planned for a camera', () => {
  it('knows its hours by the clock of the site, and its days off', () => {
    expect(isOn(hours, at('2026-11-23T08:00'))).toBe(true);
    expect(isOn(hours, at('2026-11-23T20:00'))).toBe(false);
    expect(isOn(hours, at('2026-11-25T12:00'))).toBe(false);
    expect(isOn(hours, at('2026-11-28T12:00'))).toBe(false);
  });

  it('[LIVE1] calls silence and darkness outside its hours sleep, with its end; what moves stays live', () => {
    const night = at('2026-11-23T23:30');
    expect(toPlannedHealth(plan, health('offline'), night)).toMatchObject({
      state: 'asleep',
      since: new Date(at('2026-11-23T20:00')).toISOString(),
      until: new Date(at('2026-11-24T08:00')).toISOString(),
    });
    expect(toPlannedHealth(plan, health('live'), night).state).toBe('live');
    expect(toPlannedHealth(plan, health('frozen'), night).state).toBe('frozen');
    expect(toPlannedHealth(plan, health('offline'), at('2026-11-23T12:00')).state).toBe('offline');
  });

  it('wakes after a weekend and a day off', () => {
    const { until } = toPlannedHealth(plan, health('offline'), at('2026-11-28T12:00'));
    expect(until).toBe(new Date(at('2026-11-30T08:00')).toISOString());
    const holiday = toPlannedHealth(plan, health('dark'), at('2026-11-25T12:00'));
    expect(holiday.until).toBe(new Date(at('2026-11-26T08:00')).toISOString());
  });

  it('lays a maintenance over everything until it ends', () => {
    const until = '2026-11-23T10:00:00.000Z';
    const row = { ...plan, maintenance_at: '2026-11-23T08:00:00.000Z', maintenance_until: until };
    const during = toPlannedHealth(row, health('offline'), Date.parse('2026-11-23T09:00:00.000Z'));
    expect(during).toMatchObject({ state: 'maintenance', since: row.maintenance_at, until });
    expect(toPlannedHealth(row, health('live'), Date.parse(until)).state).toBe('live');
  });
});

describe('a mask on a camera that moved', () => {
  const span = { from: '2026-11-01T00:00:00.000Z', to: null, masked: true };
  const row = {
    mask_version: 2,
    mask: JSON.stringify([
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    ]),
    curtain: null,
    spans: JSON.stringify([span]),
  } as CameraTable;
  const movedAt = '2026-11-23T05:00:00.000Z';
  const now = '2026-11-23T06:00:00.000Z';

  it('[PRIV2] hides what came since it moved, and opens again when the view is right', () => {
    expect(isMisplaced(row, health('moved'))).toBe(true);
    const closed = toSpansOfView(row, health('moved', movedAt), now) ?? '';
    expect(JSON.parse(closed)).toEqual([{ ...span, to: movedAt }]);
    const again = { ...row, spans: closed };
    expect(toSpansOfView(again, health('moved', movedAt), now)).toBeNull();
    expect(JSON.parse(toSpansOfView(again, health('live'), now) ?? '')).toEqual([
      { ...span, to: movedAt },
      { from: now, to: null, masked: true },
    ]);
  });

  it('opens nothing behind a curtain, and leaves a camera without a mask alone', () => {
    const hidden = { ...row, curtain: 'one', spans: JSON.stringify([{ ...span, to: movedAt }]) };
    expect(toSpansOfView(hidden, health('live'), now)).toBeNull();
    expect(toSpansOfView({ ...row, mask: '[]' }, health('moved'), now)).toBeNull();
    expect(isMisplaced({ ...row, mask: '[]' }, health('moved'))).toBe(false);
  });
});
