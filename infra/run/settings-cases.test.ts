import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canary, checkEnvironments } from '../../tests/support/strange-environments.ts';
import { readStartSettings } from './start-settings.ts';

const values = fc.oneof(
  fc.constantFrom('', ' ', '0', '4000', '65536', '99999', '-1', '4e3', '٤٠٠٠', 'on', 'off', 'ON', 'info', 'trace'),
  // No NUL: a process is never given one in a variable.
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `${canary}${text.replaceAll('\0', '')}`),
  fc.integer({ min: -10, max: 70_000 }).map(String),
);

test('[ENV1] ten thousand environments of the start command: settings, or a line for each fault without its value', () => {
  const read = (environment: Record<string, string>) => readStartSettings(environment, []);
  checkEnvironments(values, read, (settings) => {
    for (const port of [settings.port, settings.recorderPort, settings.rtmpPort]) {
      expect(port === null || (Number.isInteger(port) && port >= 0 && port <= 65_535)).toBe(true);
    }
  });
});
