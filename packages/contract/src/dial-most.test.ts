import { expect, it } from 'vitest';
import { findMostStep } from './dial-most.ts';
import { dialLimitsSchema } from './dial.ts';

const limits = dialLimitsSchema.parse({
  public: { day: '720p', night: 'stills' },
  display: { day: 'full', night: 'steps' },
});
/** By the clock of Almaty, five hours ahead. */
const at = (time: string) => Date.parse(`2026-11-23T${time}:00+05:00`);

it('[LADDER7] limits each audience by day and by night of the site, over midnight too', () => {
  expect(findMostStep(limits, 'public', at('06:00'))).toBe('720p');
  expect(findMostStep(limits, 'public', at('21:59'))).toBe('720p');
  for (const time of ['22:00', '23:59', '00:00', '05:59'])
    expect(findMostStep(limits, 'public', at(time))).toBe('stills');
  expect(findMostStep(limits, 'display', at('23:00'))).toBe('steps');
  expect(findMostStep(limits, 'investor', at('23:00'))).toBe('full');
  expect(findMostStep(null, 'public', at('23:00'))).toBe('full');
});

it('[LADDER7] takes a night that is within one day', () => {
  const noon = { ...limits, nightFrom: '12:00', nightTo: '13:00' };
  expect(findMostStep(noon, 'public', at('12:30'))).toBe('stills');
  for (const time of ['11:59', '13:00', '23:00']) expect(findMostStep(noon, 'public', at(time))).toBe('720p');
});
