import fc from 'fast-check';
import { environmentNames } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { parseHostRules } from '../sources/host-rules.ts';
import { EnvironmentFaults } from '@sitecast/program';
import { parseConfig, type RecorderConfig } from './config.ts';

/** Of each surface. */
const cases = 10_000;
const canary = 'cAnArY7788';

const value = fc.oneof(
  fc.constantFrom('', ' ', '0', '4100', '65536', '99999', '-1', '4e3', '0x10', 'info', 'INFO', '127.0.0.1', '::'),
  fc.constantFrom('10.0.0.0/8', 'camera.lan:554', '10.0.0.0/40', 'a b', '999999999', '1e9', '1234567890', 'trace'),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 14 }),
  fc.integer({ min: -10, max: 70_000 }).map(String),
);
const name = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<string>(...environmentNames, 'FFMPEG_PATH') },
  { weight: 1, arbitrary: fc.stringMatching(/^SITECAST_[A-Z_]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'PATH', 'sitecast_port') },
);

function read(environment: Record<string, string>): RecorderConfig | readonly string[] {
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
      const config = found as RecorderConfig;
      for (const port of [config.port, config.rtmpPort ?? 0]) {
        expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
      }
      expect(config.freeSpaceFloorBytes === null || Number.isSafeInteger(config.freeSpaceFloorBytes)).toBe(true);
    }),
    { numRuns: cases },
  );
  expect(refused).toBeGreaterThan(cases / 4);
});

test('[ENV1] ten thousand lists of hosts: rules, or a refusal that counts the entry and does not repeat it', () => {
  const entry = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.integer({ min: -1, max: 40 })).map(([host, bits]) => `${host}/${bits}`),
    fc.tuple(fc.domain(), fc.integer({ min: -1, max: 70_000 })).map(([host, port]) => `${host}:${port}`),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${canary}${text}`),
    fc.constantFrom('*', '/', ':', '::/129', '[::1]:554', 'a..b', '-a', '0.0.0.0/0', '%zz', 'camera.lan.'),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.constantFrom(',', ', ', ' ', ',,'), (entries, between) => {
      try {
        parseHostRules(entries.join(between));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^entry \d+ /);
        expect((error as Error).message).not.toContain(canary);
      }
    }),
    { numRuns: cases },
  );
});
