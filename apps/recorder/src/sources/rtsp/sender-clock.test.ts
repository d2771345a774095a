import { expect, it } from 'vitest';
import { createSenderClock } from './sender-clock.ts';

const nowMs = Date.parse('2026-11-23T05:14:00.000Z');

/** A sender report that says an instant (RFC 3550 §6.4.1). */
function report(saidMs: number, type = 200): Buffer {
  const packet = Buffer.alloc(28);
  packet.set([0x80, type, 0, 6]);
  packet.writeUInt32BE(Math.floor(saidMs / 1_000) + 2_208_988_800, 8);
  packet.writeUInt32BE(Math.floor(((saidMs % 1_000) / 1_000) * 2 ** 32), 12);
  return packet;
}

it('hears how far the clock of a camera is off, and that it was put right', () => {
  const clock = createSenderClock();
  expect(clock.errorMs).toBeNull();
  clock.hear(report(nowMs + 95_500), nowMs);
  expect(clock.errorMs).toBe(95_500);
  // The jitter of the way here is smoothed, a step is not.
  clock.hear(report(nowMs + 5_000 + 95_500 - 200), nowMs + 5_000);
  expect(clock.errorMs).toBe(95_460);
  clock.hear(report(nowMs + 10_000), nowMs + 10_000);
  expect(clock.errorMs).toBe(0);
});

it('believes no camera that has no clock, and nothing that is no sender report', () => {
  const clock = createSenderClock();
  const uptime = report(nowMs);
  uptime.writeUInt32BE(4_711, 8);
  for (const packet of [uptime, report(nowMs, 201), Buffer.alloc(8), Buffer.alloc(0)]) clock.hear(packet, nowMs);
  expect(clock.errorMs).toBeNull();
});
