import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { signCheckpoint, toCheckpointLine } from './checkpoint.ts';
import { toHeaderLine } from './export-header.ts';
import { readLines } from './line-reader.ts';
import { sealRecord } from './record.ts';
import { createKeyText, readSigningKey } from './signing-key.ts';
import { inOneBatch, inPieces, makeExport, toFile, type MadeExport } from './testing/make-export.ts';
import { verifyLedger, type LedgerReport, type VerifyOptions } from './verify.ts';

let made: MadeExport;
/** Where record n stands among the lines (line 0 is the header; a checkpoint follows every fifth record). */
const at = (n: number): number => n + Math.floor((n - 1) / 5);
const checkpointAt = (n: number): number => at(n) + 1;

beforeAll(async () => {
  made = await makeExport({ records: 23, every: 5 });
});

const verifyFile = (bytes: Uint8Array, options?: VerifyOptions): Promise<LedgerReport> =>
  verifyLedger(readLines(inPieces(bytes), 7), options);
const verifyLines = (lines: readonly string[], options?: VerifyOptions) => verifyFile(toFile(lines), options);
const faultOf = async (change: (lines: string[]) => void, options?: VerifyOptions) => {
  const lines = [...made.lines];
  change(lines);
  return (await verifyLines(lines, options)).fault;
};

test('[LEDGER2] a whole chain holds, record by record, and says by which key', async () => {
  const seen: number[] = [];
  const report = await verifyLines(made.lines, {
    onBatch: ({ batch }) => seen.push(...batch.map((record) => record.n)),
    expectedKey: made.key.publicKey,
    known: { n: 7, hash: made.records[6]?.hash ?? '' },
  });
  expect(report).toEqual({
    project: 'k-park',
    fault: null,
    records: 23,
    checkpoints: 5,
    covered: 23,
    head: { n: 23, hash: made.records[22]?.hash },
    stamped: null,
    keys: [made.key.publicKey],
    signaturesChecked: true,
  });
  expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
});

test('[LEDGER2] a chain without records holds and claims nothing', async () => {
  const empty = await makeExport({ records: 0 });
  expect(await verifyLines(empty.lines)).toMatchObject({ fault: null, records: 0, head: null });
});

describe('[LEDGER2] any change is found', () => {
  test('one byte, anywhere, to anything', async () => {
    const file = toFile(made.lines);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (index, flip) => {
        const changed = file.slice();
        changed[index] = (changed[index] ?? 0) ^ flip;
        expect((await verifyFile(changed)).fault).not.toBeNull();
      }),
      { numRuns: 1_500 },
    );
  });

  test('one byte in a record names that record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 23 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (n, where, flip) => {
          const lines = made.lines.map((line) => new TextEncoder().encode(`${line}\n`));
          const line = lines[at(n)] ?? new Uint8Array(1);
          // The line feed is left: without it two lines are one, and the fault is at the earlier of them.
          const index = where % (line.length - 1);
          line[index] = (line[index] ?? 0) ^ flip;
          const { fault } = await verifyFile(Uint8Array.from(lines.flatMap((one) => [...one])));
          expect(fault).toMatchObject({ n });
          expect(['changed', 'unreadable']).toContain(fault?.why);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('one byte put in or taken out', async () => {
    const file = toFile(made.lines);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.option(fc.nat(255)), async (index, byte) => {
        const middle = byte === null ? [] : [byte, file[index] ?? 0];
        const changed = Uint8Array.from([...file.subarray(0, index), ...middle, ...file.subarray(index + 1)]);
        expect((await verifyFile(changed)).fault).not.toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  test('any line taken out, put in twice, or exchanged with another', async () => {
    const last = made.lines.length - 1;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(last),
        fc.nat(last),
        fc.constantFrom('delete', 'double', 'swap'),
        async (first, second, act) => {
          fc.pre(act !== 'swap' || first !== second);
          const fault = await faultOf((lines) => {
            const line = lines[first] ?? '';
            if (act === 'delete') lines.splice(first, 1);
            else if (act === 'double') lines.splice(second + 1, 0, line);
            else [lines[first], lines[second]] = [lines[second] ?? '', line];
          });
          expect(fault).not.toBeNull();
        },
      ),
      { numRuns: 600 },
    );
  });

  test('a file cut off anywhere', async () => {
    const file = toFile(made.lines);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), async (length) => {
        expect((await verifyFile(file.slice(0, length))).fault).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

describe('[LEDGER3] the first record that does not hold is named, with why', () => {
  test('missing', async () => {
    expect(await faultOf((lines) => lines.splice(at(7), 1))).toMatchObject({ why: 'missing', n: 7 });
  });

  test('missing at the end', async () => {
    expect(await faultOf((lines) => lines.splice(at(23), 2))).toMatchObject({ why: 'missing', n: 23 });
    expect(await faultOf((lines) => lines.splice(at(21)))).toMatchObject({ why: 'missing', n: 21 });
  });

  test('reordered', async () => {
    const fault = await faultOf((lines) => {
      [lines[at(7)], lines[at(18)]] = [lines[at(18)] ?? '', lines[at(7)] ?? ''];
    });
    expect(fault).toMatchObject({ why: 'reordered', n: 7 });
  });

  test('doubled', async () => {
    const fault = await faultOf((lines) => lines.splice(at(9), 0, lines[at(4)] ?? ''));
    expect(fault).toMatchObject({ why: 'doubled', n: 4 });
  });

  test('forked: two histories from one record on', async () => {
    const { line } = await sealRecord({ ...draftOf(8), body: { percentBp: 9_999 } });
    expect(await faultOf((lines) => lines.splice(at(8), 0, line))).toMatchObject({ why: 'forked', n: 8 });
  });

  test('replaced: one record exchanged, its own hash made to fit', async () => {
    const { line } = await sealRecord({ ...draftOf(8), body: { percentBp: 9_999 } });
    expect(await faultOf((lines) => (lines[at(8)] = line))).toMatchObject({ why: 'replaced', n: 8 });
  });

  test('replaced under a head: the signature is over another record', async () => {
    const { line } = await sealRecord({ ...draftOf(10), body: { percentBp: 9_999 } });
    const fault = await faultOf((lines) => (lines[at(10)] = line));
    expect(fault).toMatchObject({ why: 'rewritten', from: 6, n: 10 });
  });

  test('wrong prev: the first record hangs on something', async () => {
    const { line } = await sealRecord({ ...draftOf(1), prev: 'f'.repeat(64) });
    expect((await faultOf((lines) => (lines[at(1)] = line)))?.n).toBe(1);
  });

  test('bad signature: a checkpoint of somebody else in the name of the key', async () => {
    const thief = await readSigningKey(await createKeyText());
    const head = { project: 'k-park', n: 10, hash: made.records[9]?.hash ?? '', at: made.records[9]?.at ?? '' };
    const forged = { ...(await signCheckpoint(thief, head)), key: made.key.publicKey };
    const fault = await faultOf((lines) => (lines[checkpointAt(10)] = toCheckpointLine(forged)));
    expect(fault).toMatchObject({ why: 'bad-signature', n: 10 });
  });

  test('unknown key: everything signed anew by another key, against the key one trusts', async () => {
    const other = await makeExport({ records: 23, every: 5 });
    expect((await verifyLines(other.lines)).fault).toBeNull();
    const { fault } = await verifyLines(other.lines, { expectedKey: made.key.publicKey });
    expect(fault).toMatchObject({ why: 'unknown-key' });
  });

  test('rewritten: the key’s own owner told another history than the head one kept', async () => {
    const bodyOf = (n: number) => ({ percentBp: n });
    const other = await makeExport({ records: 23, every: 5, key: made.key, bodyOf });
    const known = { n: 12, hash: made.records[11]?.hash ?? '' };
    expect((await verifyLines(other.lines, { known })).fault).toMatchObject({ why: 'rewritten', n: 12 });
    const short = await makeExport({ records: 9, every: 5, key: made.key });
    expect((await verifyLines(short.lines, { known })).fault).toMatchObject({ why: 'shortened', n: 10 });
  });

  test('foreign: a record of another project in the chain', async () => {
    const { line } = await sealRecord({ ...draftOf(6), project: 'tower' });
    expect(await faultOf((lines) => (lines[at(6)] = line))).toMatchObject({ why: 'foreign', n: 6 });
  });

  test('unsigned: the last signature taken away', async () => {
    const fault = await faultOf((lines) => {
      lines.pop();
      lines[0] = toHeaderLine({ project: 'k-park', records: 23, checkpoints: 4, keys: [made.key.publicKey] });
    });
    expect(fault).toMatchObject({ why: 'unsigned', from: 21, n: 23 });
  });

  test('header: a file of another kind or version', async () => {
    expect(await faultOf((lines) => (lines[0] = '{"v":2}'))).toMatchObject({ why: 'header', n: null });
    expect((await verifyLedger(inOneBatch([]))).fault).toMatchObject({ why: 'header' });
  });
});

test('[LEDGER2] bytes that only look alike are a change', async () => {
  const [header = '', ...rest] = made.lines;
  expect((await verifyLines([`${header} `, ...rest])).fault).toMatchObject({ why: 'header' });
  expect(await faultOf((lines) => (lines[at(3)] += '\r'))).toMatchObject({ why: 'changed', n: 3 });
  const doubledKey = (line: string): string => line.replace('{"at"', '{"v":1,"at"');
  expect(await faultOf((lines) => (lines[at(3)] = doubledKey(lines[at(3)] ?? '')))).toMatchObject({ n: 3 });
});

test('[LEDGER2] the bits of a signature’s last digit that mean nothing are not free to change', async () => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const line = made.lines[checkpointAt(5)] ?? '';
  const index = line.indexOf('","v"') - 1;
  const twin = digits[digits.indexOf(line[index] ?? '') ^ 1] ?? '';
  const changed = line.slice(0, index) + twin + line.slice(index + 1);
  expect(await faultOf((lines) => (lines[checkpointAt(5)] = changed))).toMatchObject({ why: 'bad-signature', n: 5 });
});

/** Record n as it was before it was closed. */
function draftOf(n: number) {
  const record = made.records[n - 1];
  if (!record) throw new Error('no such record');
  const { project, at: instant, kind, body, prev } = record;
  return { project, n, at: instant, kind, body, prev };
}
