import { environmentNames } from '@sitecast/contract';
import fc from 'fast-check';
import { expect } from 'vitest';

/** Put into values: no line about a fault may repeat it. */
export const canary = 'cAnArY7788';
const cases = 10_000;

type Environment = Record<string, string>;
interface Faulty {
  readonly faults: readonly string[];
}
const isFaulty = (found: unknown): found is Faulty =>
  typeof found === 'object' && found !== null && 'faults' in found && Array.isArray(found.faults);

/**
 * Reads ten thousand environments of these values, under names that programs know and that nobody knows (ENV1). Each is
 * settings, which `check` looks at, or a line for each fault without its value; `read` throws those or answers them. Fails
 * where fewer than `refusedShare` of them were refused: then the values are not strange enough.
 */
export function checkEnvironments<Found>(
  values: fc.Arbitrary<string>,
  read: (environment: Environment) => Found,
  check: (settings: Exclude<Found, Faulty>) => void,
  refusedShare = 0.25,
): void {
  const names = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<string>(...environmentNames, 'FFMPEG_PATH') },
    { weight: 1, arbitrary: fc.stringMatching(/^SITECAST_[A-Z_]{1,12}$/) },
    { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'PATH', 'sitecast_port') },
  );
  let refused = 0;
  fc.assert(
    fc.property(fc.dictionary(names, values, { maxKeys: 6 }), (environment) => {
      const found = readOrCatch(read, environment);
      if (!isFaulty(found)) return check(found as Exclude<Found, Faulty>);
      refused += 1;
      expect(found.faults.length).toBeGreaterThan(0);
      for (const line of found.faults) {
        expect(line).toMatch(/^SITECAST_[A-Z_]+: [^\r\n]+$/);
        expect(line).not.toContain(canary);
      }
    }),
    { numRuns: cases },
  );
  expect(refused).toBeGreaterThan(cases * refusedShare);
}

function readOrCatch<Found>(read: (environment: Environment) => Found, environment: Environment): Found | Faulty {
  try {
    return read(environment);
  } catch (error) {
    if (isFaulty(error)) return error;
    throw error;
  }
}
