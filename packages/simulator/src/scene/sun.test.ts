import { expect, test } from 'vitest';
import { almaty, toSunPosition } from './sun.ts';

test('stands where the NREL solar position example says, within half a degree', () => {
  // Reda and Andreas, NREL/TP-560-34302, appendix A.5: zenith 50.11162°, azimuth 194.34024°.
  const sun = toSunPosition(Date.parse('2003-10-17T19:30:30Z'), { latitudeDeg: 39.742476, longitudeDeg: -105.1786 });
  expect(Math.abs(sun.altitudeDeg - (90 - 50.11162))).toBeLessThan(0.1);
  expect(Math.abs(sun.azimuthDeg - 194.34024)).toBeLessThan(0.1);
});

test.each([
  ['2026-06-21', 90 - 43.24 + 23.44],
  ['2026-12-21', 90 - 43.24 - 23.44],
])('culminates over Almaty on %s at %s° in the south', (day, culmination) => {
  const start = Date.parse(`${day}T00:00:00+05:00`);
  const minutes = Array.from({ length: 1_440 }, (_, minute) => toSunPosition(start + minute * 60_000, almaty));
  const highest = minutes.reduce((best, sun) => (sun.altitudeDeg > best.altitudeDeg ? sun : best));
  expect(Math.abs(highest.altitudeDeg - culmination)).toBeLessThan(0.5);
  expect(Math.abs(highest.azimuthDeg - 180)).toBeLessThan(1);
});
