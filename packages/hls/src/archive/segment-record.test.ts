import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSegmentIndex, writeSegmentRecord } from './segment-record.ts';

const id = fc.stringMatching(/^[a-f0-9]{16}$/);
const record = fc.record({
  startMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  durationMs: fc.integer({ min: 1, max: 60_000 }),
  offset: fc.integer({ min: 0, max: 100_000_000_000 }),
  lengthBytes: fc.integer({ min: 1, max: 100_000_000 }),
  run: id,
  independent: fc.boolean(),
  initId: id,
});
const index = fc.array(record, { minLength: 1, maxLength: 10 });

describe('segment index', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(index, (records) => {
        expect(parseSegmentIndex(records.map(writeSegmentRecord).join(''))).toEqual(records);
      }),
    );
  });

  it('gives every whole line and nothing else, wherever a crash cut it', () => {
    fc.assert(
      fc.property(index, fc.double({ min: 0, max: 1, noNaN: true }), (records, share) => {
        const text = records.map(writeSegmentRecord).join('');
        const torn = text.slice(0, Math.floor(text.length * share));
        const whole = torn.split('\n').length - 1;
        expect(parseSegmentIndex(torn)).toEqual(records.slice(0, whole));
      }),
    );
  });

  it('loses one line only where the next was written onto a torn one', () => {
    fc.assert(
      fc.property(index, record, fc.nat(200), (records, torn, cut) => {
        const rest = records.map(writeSegmentRecord).join('');
        const head = writeSegmentRecord(torn).slice(0, -1);
        const found = parseSegmentIndex(head.slice(0, cut % head.length) + rest);
        expect([records, records.slice(1)]).toContainEqual(found);
      }),
    );
  });

  it('skips foreign lines', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseSegmentIndex(`${text}\n`)).toEqual([]);
      }),
    );
  });
});
