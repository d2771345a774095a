import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canary, checkEnvironments } from '../../../../tests/support/strange-environments.ts';
import { parseHostRules } from '../sources/host-rules.ts';
import { parseConfig } from './config.ts';

const values = fc.oneof(
  fc.constantFrom('', ' ', '0', '4100', '65536', '99999', '-1', '4e3', '0x10', 'info', 'INFO', '127.0.0.1', '::'),
  fc.constantFrom('10.0.0.0/8', 'camera.lan:554', '10.0.0.0/40', 'a b', '999999999', '1e9', '1234567890', 'trace'),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 14 }),
  fc.integer({ min: -10, max: 70_000 }).map(String),
  fc.tuple(fc.nat(70_000), fc.nat(70_000)).map((ports) => ports.join('-')),
  fc.constantFrom('41000-41009', '203.0.113.5', '2001:db8::5'),
);

test('[ENV1] ten thousand environments: a whole configuration or a line for each fault, and no value in any', () => {
  checkEnvironments(values, parseConfig, (config) => {
    for (const port of [config.port, config.rtmpPort ?? 0]) {
      expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
    }
    const [first, last] = config.whipPorts ?? [1_024, 65_535];
    expect(first >= 1_024 && first <= last && last <= 65_535).toBe(true);
    expect(config.whipAddress === null || isIP(config.whipAddress) > 0).toBe(true);
    expect(config.freeSpaceFloorBytes === null || Number.isSafeInteger(config.freeSpaceFloorBytes)).toBe(true);
  });
});

/** Of each surface. */
const cases = 10_000;

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
