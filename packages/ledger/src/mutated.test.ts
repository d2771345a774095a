import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { faultReasons } from './fault.ts';
import { openStamp } from './head-stamp.ts';
import { readLines } from './line-reader.ts';
import { inPieces, makeExport, toFile, type MadeExport } from './testing/make-export.ts';
import { verifyLedger, type LedgerReport } from './verify.ts';

/** Of each surface. */
const cases = 10_000;
const timeoutMs = 600_000;
let made: MadeExport;

beforeAll(async () => {
  made = await makeExport({ records: 5, every: 2 });
});

const verify = (bytes: Uint8Array): Promise<LedgerReport> => verifyLedger(readLines(inPieces(bytes), 4));
const isKnown = ({ fault }: LedgerReport): boolean =>
  fault !== null && faultReasons.includes(fault.why) && fault.line >= 1 && (fault.n === null || fault.n >= 1);

/** What stands in a field of a line after somebody was at it. */
const odd = fc.oneof(
  fc.constantFrom<unknown>('', null, true, -1, 0, 1.5, 1e308, 2 ** 53, [], {}, '\ud800', '\u0000', 'x'.repeat(2_000)),
  fc.constantFrom<unknown>('__proto__', 'k-park', '0'.repeat(64), 'A'.repeat(86), '2026-02-30T00:00:00.000Z'),
  fc.jsonValue({ maxDepth: 3 }),
);
const edit = fc.record({
  line: fc.nat(),
  field: fc.nat(),
  act: fc.constantFrom('replace', 'remove', 'add', 'rename', 'space', 'text', 'bytes', 'cut', 'double', 'swap'),
  value: odd,
  name: fc.string({ minLength: 1, maxLength: 10 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

/** One change of one line, as somebody with an editor or a broken disk makes it. */
function apply(lines: readonly string[], { line, field, act, value, name, bytes }: Edit): Uint8Array {
  const at = line % lines.length;
  const text = lines[at] ?? '';
  const before = lines.slice(0, at);
  const after = lines.slice(at + 1);
  const withLine = (...changed: string[]) => toFile([...before, ...changed, ...after]);
  const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
  const chosen = field % entries.length;
  const rewrite = (change: (entry: [string, unknown]) => [string, unknown][]) =>
    withLine(JSON.stringify(Object.fromEntries(entries.flatMap((one, i) => (i === chosen ? change(one) : [one])))));
  switch (act) {
    case 'replace':
      return rewrite(([key]) => [[key, value]]);
    case 'remove':
      return rewrite(() => []);
    case 'add':
      return rewrite((one) => [one, [name, value]]);
    case 'rename':
      return rewrite(([, old]) => [[name, old]]);
    case 'space':
      return withLine(text.replace(',', ', '));
    case 'text':
      return withLine(JSON.stringify(value) ?? '');
    case 'bytes': {
      const file = toFile(lines);
      const place = line % file.length;
      return Uint8Array.from([...file.subarray(0, place), ...bytes, ...file.subarray(place)]);
    }
    case 'cut':
      return toFile(lines).slice(0, line % toFile(lines).length);
    case 'double':
      return withLine(text, text);
    default:
      return toFile([...before, ...after.slice(0, 1), text, ...after.slice(1)]);
  }
}

test(
  '[LEDGER2] [LEDGER3] ten thousand changed exports: never a crash, and always a fault that is named',
  async () => {
    const whole = toFile(made.lines);
    expect((await verify(whole)).fault).toBeNull();
    await fc.assert(
      fc.asyncProperty(edit, async (change) => {
        const bytes = apply(made.lines, change);
        if (Buffer.compare(bytes, whole) === 0) return;
        const report = await verify(bytes);
        expect(isKnown(report), JSON.stringify(report.fault)).toBe(true);
      }),
      { numRuns: cases },
    );
  },
  timeoutMs,
);

test(
  '[LEDGER2] ten thousand files that are none: refused by their first line',
  async () => {
    const lines = fc.array(fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constantFrom('', '{}', '[]', 'null')));
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      lines.map((texts) => toFile(texts)),
    );
    await fc.assert(
      fc.asyncProperty(file, async (bytes) => {
        expect((await verify(bytes)).fault).toMatchObject({ why: 'header', line: 1 });
      }),
      { numRuns: cases },
    );
  },
  timeoutMs,
);

test('[LEDGER3] ten thousand tokens that no authority made open to nothing', () => {
  const der = fc
    .tuple(
      fc.constantFrom<number[]>([], [0x30], [0x30, 0x80], [0x30, 0x82], [0x30, 0x84, 0xff], [0xa0, 0x03], [0x1f, 0xff]),
      fc.uint8Array({ maxLength: 120 }),
    )
    .map(([head, rest]) => Buffer.from([...head, ...rest]).toString('base64'));
  const token = fc.oneof(der, fc.string({ unit: 'binary', maxLength: 40 }), fc.base64String());
  fc.assert(
    fc.property(token, (text) => {
      expect(openStamp({ hash: '0'.repeat(64), token: text })).toBeNull();
    }),
    { numRuns: cases },
  );
});
