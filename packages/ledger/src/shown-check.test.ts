import { expect, test } from 'vitest';
import { genesis, sealRecord, type LedgerBody, type LedgerRecord } from './record.ts';
import { createShownCheck } from './shown-check.ts';
import { digestWeights } from './weights.ts';

const item = { code: 'M06', version: 2, percentBp: 2_500, actual: null, evidence: [{ sha256: 'aa' }] };
const untouched = { code: 'M07', version: 0, percentBp: null, actual: null, evidence: [] };

async function seal(n: number, body: LedgerBody): Promise<LedgerRecord> {
  const at = '2026-11-23T05:14:00.000Z';
  return (await sealRecord({ project: 'k-park', n, at, kind: 'progress-entry', body, prev: genesis })).record;
}

async function follow() {
  const check = createShownCheck();
  const older = { item: 'M06', version: 1, percentBp: 2_000, actual: null, evidence: [], projectPercentBp: 3_500 };
  const newer = { ...older, version: 2, percentBp: 2_500, evidence: [{ sha256: 'aa' }], projectPercentBp: 3_600 };
  check.take(await seal(1, older));
  check.take(await seal(2, newer));
  check.take(await seal(3, { cost: 'c1' }));
  return check;
}

test('[LEDGER8] a page that shows what is sealed holds', async () => {
  expect((await follow()).compare({ percentBp: 3_600, weightsSha256: null, items: [item, untouched] })).toEqual([]);
});

test('[LEDGER8] a shown number, day or photo that is not the sealed one is named with its record', async () => {
  const check = await follow();
  const shown = (change: object) =>
    check.compare({ percentBp: 3_600, weightsSha256: null, items: [{ ...item, ...change }] });
  expect(shown({ percentBp: 9_000 })).toEqual([{ item: 'M06', field: 'percent', n: 2 }]);
  expect(shown({ evidence: [{ sha256: 'bb' }] })).toEqual([{ item: 'M06', field: 'evidence', n: 2 }]);
  expect(shown({ version: 3 })).toEqual([{ item: 'M06', field: 'unsealed', n: 2 }]);
  expect(shown({ code: 'M01', version: 1 })).toEqual([{ item: 'M01', field: 'unsealed', n: null }]);
  expect(check.compare({ percentBp: 9_000, weightsSha256: null, items: [] })).toEqual([
    { item: null, field: 'percent', n: 2 },
  ]);
  check.take(await seal(4, { item: 'M06', version: 3, percentBp: 10_000, actual: '2026-11-20', evidence: [] }));
  const reached = { ...item, version: 3, percentBp: 10_000, evidence: [] };
  expect(
    check.compare({ percentBp: 3_600, weightsSha256: null, items: [{ ...reached, actual: '2026-11-19' }] }),
  ).toEqual([{ item: 'M06', field: 'actual', n: 4 }]);
});

test('[LEDGER8] weights that are not those of the sealed baseline are named with its record', async () => {
  const check = createShownCheck();
  const items = [
    { code: 'M07', weight: 13 },
    { code: 'M06', weight: 20 },
    { code: 'M01', weight: 0 },
  ];
  const body = { revision: 2, weightsSha256: await digestWeights(items) };
  const at = '2026-11-23T05:14:00.000Z';
  const kind = 'baseline-revision';
  check.take((await sealRecord({ project: 'k-park', n: 1, at, kind, body, prev: genesis })).record);
  const shown = async (weighed: typeof items) =>
    check.compare({ percentBp: null, weightsSha256: await digestWeights(weighed), items: [] });
  expect(await shown(items.toReversed())).toEqual([]);
  expect(await shown([{ code: 'M06', weight: 21 }, ...items.slice(0, 1)])).toEqual([
    { item: null, field: 'weights', n: 1 },
  ]);
});

test('[LEDGER8] a shown signature that is not sealed, or was taken back, is named with its record', async () => {
  const check = createShownCheck();
  const signedAt = '2026-11-23T05:14:00.000Z';
  const act = { milestone: 'M12', slot: 'customer', act: 'signed', signedAt };
  const show = (at: string | null) =>
    check.compare({
      percentBp: null,
      weightsSha256: null,
      items: [{ ...untouched, code: 'M12', signOffs: [{ slot: 'customer', signedAt: at }] }],
    });
  expect(show(null)).toEqual([]);
  expect(show(signedAt)).toEqual([{ item: 'M12', field: 'signature', n: null }]);
  check.take(await seal(5, act));
  expect(show(signedAt)).toEqual([]);
  check.take(await seal(6, { ...act, act: 'revoked', signedAt: '2026-11-24T05:14:00.000Z' }));
  expect(show(signedAt)).toEqual([{ item: 'M12', field: 'signature', n: 6 }]);
});
