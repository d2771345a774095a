import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareItems } from './compare-items.ts';
import { drawPlanCurve } from './items/draw-plan-curve.ts';
import { toItems } from './items/to-items.ts';
import { readSchedule } from './read-schedule.ts';
import { readExample, today } from './testing/schedule-text.ts';

const numRuns = 10_000;

/** Words that mean something to one of the readers, and values at the ends of what they may be. */
const words = fc.constantFrom(
  ...['\t', '\n', '\r\n', '"', '""', ',', ';', "'", '\u0000', '\uFEFF', '%R\t', '%T\tTASK\n', '%F\t', '%E\n', '<', '>'],
  ...['</Task>', '<Task>', '<![CDATA[', ']]>', '<!--', '&#x10FFFF;', '&lt;', '<!DOCTYPE x>', '<Project>', '/>', '<?'],
  ...['-1', '1e999', 'NaN', '١٢', '100,01', '9'.repeat(40), '2026-02-29', '9999-12-31T24:00:00', 'PT1H', 'PT-1S'],
  ...['__proto__', 'constructor', '=cmd|x', '\uD800', 'Ұ', '工程', '700', '701', '900', '0', '1', 'Y', 'N', ''],
);

/** One to four places of a valid file cut out, doubled, overwritten or torn, or a value exchanged. */
const damage = fc.array(
  fc.record({
    at: fc.noBias(fc.nat({ max: 9_999 })),
    length: fc.nat({ max: 60 }),
    kind: fc.constantFrom('cut', 'insert', 'replace', 'double', 'end', 'byte', 'value', 'value', 'value'),
    word: words,
    byte: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function damageBytes(whole: Uint8Array, steps: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer {
  let bytes = Buffer.from(whole);
  for (const { at, length, kind, word, byte } of steps) {
    const from = Math.floor((at / 10_000) * bytes.length);
    const to = Math.min(bytes.length, from + length);
    const [head, middle, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    if (kind === 'cut') bytes = Buffer.concat([head, tail]);
    else if (kind === 'insert') bytes = Buffer.concat([head, Buffer.from(word), middle, tail]);
    else if (kind === 'replace') bytes = Buffer.concat([head, Buffer.from(word), tail]);
    else if (kind === 'double') bytes = Buffer.concat([head, middle, middle, tail]);
    else if (kind === 'value') bytes = exchangeValue(bytes, from, word);
    else if (kind === 'end') bytes = Buffer.from(head);
    else bytes = Buffer.concat([head, Buffer.from([byte]), middle, tail]);
  }
  return bytes;
}

/** Puts a word where the next value of the file stands: between tags, tabs or semicolons. */
function exchangeValue(bytes: Buffer<ArrayBuffer>, from: number, word: string): Buffer<ArrayBuffer> {
  const text = bytes.toString('latin1');
  const value = /(?<=[>\t;])[^<\t;\r\n]+/g;
  value.lastIndex = from;
  const found = value.exec(text);
  if (!found) return bytes;
  const end = found.index + found[0].length;
  return Buffer.concat([bytes.subarray(0, found.index), Buffer.from(word), bytes.subarray(end)]);
}

describe.each(['sample-tower.xer', 'sample-school.p6.xml', 'sample-park.mspdi.xml', 'sample-milestones.csv'])(
  '%s damaged by chance',
  (name) => {
    const whole = readExample(name);
    test(`${numRuns} times: a plan that keeps its invariants, or an error that says where`, () => {
      let read = 0;
      fc.assert(
        fc.property(damage, (steps) => {
          const { plan, faults } = readSchedule(damageBytes(whole, steps), { today });
          expect(plan === null).toBe(faults.hasErrors);
          if (!plan) return;
          read += 1;
          checkPlan(plan, faults);
        }),
        { numRuns, seed: 2026 },
      );
      // A test that only ever saw refusals would prove nothing about what is let through.
      expect(read).toBeGreaterThan(numRuns / 50);
    }, 120_000);
  },
);

function checkPlan(plan: NonNullable<ReturnType<typeof readSchedule>['plan']>, faults: Parameters<typeof toItems>[1]) {
  const { items, weightSum, spans } = toItems(plan, faults);
  if (faults.hasErrors) return;
  expect(weightSum).toBeGreaterThan(0);
  expect(new Set(items.map((item) => item.code)).size).toBe(items.length);
  for (const item of items) {
    expect(item.code).toMatch(/^[A-Z][A-Z0-9.-]{0,15}$/);
    expect(Number.isSafeInteger(item.weight) && item.weight >= 0).toBe(true);
    expect(item.percentBp === null || (Number.isInteger(item.percentBp) && item.percentBp <= 10_000)).toBe(true);
    expect(item.actual === null || item.actual <= (plan.dataDate ?? today)).toBe(true);
    expect(item.title.en).toBeTruthy();
    for (const text of Object.values(item.title)) expect(text.isWellFormed()).toBe(true);
  }
  const curve = drawPlanCurve(spans);
  if (curve) expect([curve[0]?.plannedBp, curve.at(-1)?.plannedBp]).toEqual([0, 10_000]);
  const same = compareItems(items, items);
  expect([same.added, same.gone, same.changed]).toEqual([[], [], []]);
}
