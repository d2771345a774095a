import fc from 'fast-check';
import { environmentNames } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { EnvironmentFaults } from '@sitecast/program';
import { parseConfig, type Config } from './config.ts';

/** Of each surface. */
const cases = 10_000;
const canary = 'cAnArY7788';

const value = fc.oneof(
  fc.constantFrom('', ' ', '0', '4000', '65536', '-1', '4e3', 'on', 'off', 'info', '127.0.0.1', '10.0.0.0/8', '::/0'),
  fc.constantFrom('http://127.0.0.1:4100', 'https://site.example', 'http://', '//x', 'http://[::1', 'smtp://h', 'a@b'),
  fc.constantFrom(`postgres://u:${canary}@h/db`, `https://u:${canary}@h`, `smtp://u:${canary}@h`, `smtp://h/${canary}`),
  fc.constantFrom(`smtp://%zz:${canary}@h`, `smtp://u:%e0%a4@h`, `smtps://u@h:0`, `smtp://u:${canary}%@h:25`),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 30 }).map((text) => `http://${canary}${text}`),
  fc.string({ maxLength: 12 }).map((text) => `smtp://${text}:${canary}@mail.example`),
  fc.ipV4().map((host) => `${host}/${host.length * 4}`),
  fc.integer({ min: -10, max: 70_000 }).map(String),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...environmentNames) },
  { weight: 1, arbitrary: fc.stringMatching(/^SITECAST_[A-Z_]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'PATH', 'sitecast_port') },
);

function read(environment: Record<string, string>): Config | readonly string[] {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (error instanceof EnvironmentFaults) return error.faults;
    throw error;
  }
}

test('[ENV1] ten thousand environments: a whole configuration or a line for each fault, and no value in any', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 6 }), (environment) => {
      const found = read(environment);
      if (Array.isArray(found)) {
        refused += 1;
        expect(found.length).toBeGreaterThan(0);
        for (const line of found) {
          expect(line).toMatch(/^SITECAST_[A-Z_]+: [^\r\n]+$/);
          expect(line).not.toContain(canary);
        }
        return;
      }
      const config = found as Config;
      expect(Number.isInteger(config.port) && config.port >= 0 && config.port <= 65_535).toBe(true);
      expect(config.origin === null || new URL(config.origin).origin === config.origin).toBe(true);
      expect(new URL(config.recorderUrl).username).toBe('');
      expect(config.metricsToken === null || config.metricsToken.length >= 16).toBe(true);
      expect(Object.isFrozen(config)).toBe(true);
    }),
    { numRuns: cases },
  );
  expect(refused).toBeGreaterThan(cases / 2);
});
