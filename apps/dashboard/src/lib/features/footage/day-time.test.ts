import type { ArchiveDay } from '@sitecast/contract';
import { describe, expect, test } from 'vitest';
import { findNextStill, findPlayable, findStill, pickMinute, toStillUrl } from './day-time.ts';

const from = Date.parse('2026-11-22T19:00:00.000Z');
const at = (minute: number): string => new Date(from + minute * 60_000).toISOString();
const coverage = { workingMs: 0, recordedMs: 0, offMs: 0, outageMs: {}, shareBp: null };
const day: ArchiveDay = {
  camera: 'gate',
  date: '2026-11-23',
  coverage,
  recordedMs: 0,
  stills: 3,
  working: { zone: 'Asia/Almaty', days: [1], from: '08:00', to: '20:00', daysOff: [] },
  from: at(0),
  to: at(1_440),
  kept: [
    { from: at(480), to: at(500) },
    { from: at(505), to: at(900) },
  ],
  publicFrom: at(840),
  outages: [],
  backFill: null,
  strip: null,
  stillSeconds: [480 * 60, 700 * 60, 1_000 * 60],
  pins: [{ from: at(600), to: at(610), reason: 'milestone', ref: 'M05' }],
};
const ms = (minute: number): number => Date.parse(at(minute));

describe('a minute of a day', () => {
  test('finds the still nearest to it and the ones beside', () => {
    expect(findStill(day, 650)).toBe(ms(700));
    expect(findNextStill(day, ms(700), -1)).toBe(ms(480));
    expect(findNextStill(day, ms(1_000), 1)).toBeNull();
    expect(toStillUrl('gate', ms(700))).toBe('/media/gate/stills/20261123T064000Z.jpg');
  });

  test('plays what is kept: open to all near now and in a kept moment, else for who was granted it', () => {
    expect(findPlayable(day, ms(850))).toEqual({ fromMs: ms(850), toMs: ms(910), isPublic: true });
    expect(findPlayable(day, ms(700))).toEqual({ fromMs: ms(700), toMs: ms(760), isPublic: false });
    expect(findPlayable(day, ms(605))).toEqual({ fromMs: ms(605), toMs: ms(610), isPublic: true });
    expect(findPlayable(day, ms(502))?.fromMs).toBe(ms(505));
    expect(findPlayable(day, ms(300))).toBeNull();
    expect(findPlayable(day, ms(950))).toBeNull();
  });

  test('opens near noon, and today at the newest picture', () => {
    expect(pickMinute(day, false)).toBe(700);
    expect(pickMinute(day, true)).toBe(1_000);
    expect(pickMinute({ ...day, stillSeconds: [] }, true)).toBe(720);
  });
});
