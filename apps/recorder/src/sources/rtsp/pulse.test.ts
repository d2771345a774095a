import { expect, it } from 'vitest';
import { until } from '../../../../../tests/support/until.ts';
import { createPulse } from './pulse.ts';

it('calls all who wait at one beat, once, and goes on for those who come back', async () => {
  const pulse = createPulse(5);
  const calls: string[] = [];
  pulse.next(() => calls.push('one'));
  pulse.next(() => {
    calls.push('two');
    pulse.next(() => calls.push('two again'));
  });
  const leave = pulse.next(() => calls.push('never'));
  leave();
  await until('the second beat', () => calls.length >= 3);
  expect(calls).toEqual(['one', 'two', 'two again']);
  pulse.next(() => calls.push('late'));
  await until('the late one', () => calls.length === 4);
});
