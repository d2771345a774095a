import fc from 'fast-check';
import { environmentNames } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { EnvironmentFaults } from '@sitecast/program';
import { parseSettings } from './settings.ts';

/** Of each surface. */
const cases = 10_000;
const canary = 'cAnArY7788';

const value = fc.oneof(
  fc.constantFrom('', ' ', '4000', 'info', 'INFO', 'ftp://x', 'http://', 'http://[', 'http://127.0.0.1:4000/', '//h'),
  fc.constantFrom('127.0.0.1:8551', '127.0.0.1:99999', '127.0.0.1:0', `http://u:${canary}@h`, `${canary}://h`),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 30 }).map((text) => `http://${text}`),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...environmentNames) },
  { weight: 1, arbitrary: fc.stringMatching(/^SITECAST_[A-Z_]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'PATH', 'sitecast_data') },
);

test('[ENV1] ten thousand environments: settings, or a line for each fault, and no value in any', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 6 }), (environment) => {
      try {
        const settings = parseSettings(environment);
        for (const url of [settings.serverUrl, settings.recorderUrl ?? 'http://127.0.0.1']) {
          expect(new URL(url).protocol).toMatch(/^https?:$/);
        }
      } catch (error) {
        if (!(error instanceof EnvironmentFaults)) throw error;
        refused += 1;
        expect(error.message).not.toContain(canary);
        for (const line of error.message.split('\n')) expect(line).toMatch(/^SITECAST_[A-Z_]+: [^\r\n]+$/);
      }
    }),
    { numRuns: cases },
  );
  expect(refused).toBeGreaterThan(cases / 4);
});
