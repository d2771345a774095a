import fc from 'fast-check';
import { environmentNames } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { readStartSettings } from './start-settings.ts';

/** Of each surface. */
const cases = 10_000;
const canary = 'cAnArY7788';

const value = fc.oneof(
  fc.constantFrom('', ' ', '0', '4000', '65536', '99999', '-1', '4e3', '٤٠٠٠', 'on', 'off', 'ON', 'info', 'trace'),
  // No NUL: a process is never given one in a variable.
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `${canary}${text.replaceAll('\0', '')}`),
  fc.integer({ min: -10, max: 70_000 }).map(String),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...environmentNames) },
  { weight: 1, arbitrary: fc.stringMatching(/^SITECAST_[A-Z_]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'PATH', 'sitecast_data') },
);

test('[ENV1] ten thousand environments of the start command: settings, or a line for each fault without its value', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 6 }), (environment) => {
      const read = readStartSettings(environment, []);
      if ('faults' in read) {
        refused += 1;
        for (const line of read.faults) {
          expect(line).toMatch(/^SITECAST_[A-Z_]+: [^\r\n]+$/);
          expect(line).not.toContain(canary);
        }
        return;
      }
      for (const port of [read.port, read.recorderPort, read.rtmpPort]) {
        expect(port === null || (Number.isInteger(port) && port >= 0 && port <= 65_535)).toBe(true);
      }
    }),
    { numRuns: cases },
  );
  expect(refused).toBeGreaterThan(cases / 4);
});
