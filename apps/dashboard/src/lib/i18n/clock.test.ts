import { describe, expect, it } from 'vitest';
import { formatInstant, formatOffset, formatTime, toLocalDate, zoneOffsetMinutes } from './clock.ts';

describe('clock', () => {
  it('keeps Almaty at UTC+5 since March 2024, whatever the device believes', () => {
    expect(zoneOffsetMinutes('Asia/Almaty', Date.parse('2026-11-23T09:00:00Z'))).toBe(300);
    expect(zoneOffsetMinutes('Asia/Almaty', Date.parse('2024-01-09T09:00:00Z'))).toBe(360);
    expect(formatOffset('Asia/Almaty', '2026-11-23T09:00:00.000Z')).toBe('UTC+5');
    expect(formatOffset('Asia/Kolkata', '2026-11-23T09:00:00.000Z')).toBe('UTC+5:30');
    expect(formatOffset('America/New_York', '2026-11-23T09:00:00.000Z')).toBe('UTC−5');
  });

  it('[INV20] tells the day of the site, not of the reader', () => {
    expect(toLocalDate('2026-10-31T20:30:00.000Z', 'Asia/Almaty')).toBe('2026-11-01');
    expect(formatTime('2026-10-31T20:30:07.000Z', 'Asia/Almaty', true)).toBe('01:30:07');
    expect(formatInstant('2026-10-31T20:30:00.000Z', 'Asia/Almaty', 'zh')).toBe('2026年11月1日, 01:30');
  });
});
