import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { migrations } from '../../platform/database/migrations/index.ts';
import { openDatabase, type OpenDatabase } from '../../platform/database/open-database.ts';
import { createStore, type Store, type Tx } from '../../platform/store.ts';
import { createPlanCache } from './plan-cache.ts';
import { createStandingCache } from './standing-cache.ts';

const provenance = '{"kind":"sample","source":null}';
let folder: string;
let opened: OpenDatabase;
let store: Store;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sitecast-kept-'));
  opened = openDatabase(path.join(folder, 'a.db'), migrations, systemClock);
  store = createStore(opened.db);
  await store.write(async (tx) => {
    const text = '{"en":"A"}';
    await tx
      .insertInto('programme')
      .values({ code: 'p', name: text, description: text, zone: 'Asia/Almaty', provenance })
      .execute();
    await tx
      .insertInto('project')
      .values({
        ...{ code: 'a', programme: 'p', district: null, district_disputed: 0, position: 1, name: text },
        ...{ description: text, category: 'housing', funding: 'private', status: 'under-construction' },
        ...{ zone: 'Asia/Almaty', area_m2: null, roll_up_weight: 1, weight_basis: 'agreed', provenance },
      })
      .execute();
    const item = { project: 'a', code: 'M1', position: 0, title: text, kind: 'payment', method: 'units', unit: 'm' };
    await tx
      .insertInto('plan_item')
      .values({ ...item, steps: '[]', start_credit_bp: 0, provenance })
      .execute();
  });
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

/** A write that is rolled back after something in it was read. */
async function lose(work: (tx: Tx) => Promise<unknown>): Promise<void> {
  const lost = store.write(async (tx) => {
    await work(tx);
    throw new Error('lost');
  });
  await expect(lost).rejects.toThrow('lost');
}

const seal = (tx: Tx, n: number, hash: string) =>
  tx
    .insertInto('ledger_record')
    .values({ project: 'a', n, subject: `entry:${hash}`, hash, line: '{}' })
    .execute();

const revise = async (tx: Tx, revision: number, weight: number) => {
  const said = { reason: 'r', approved_by: 'o', approved_at: '2026-11-23T06:00:00.000Z', provenance };
  await tx
    .insertInto('baseline_revision')
    .values({ ...said, project: 'a', revision, hash: `weight-${weight}` })
    .execute();
  await tx
    .insertInto('baseline_item')
    .values({ project: 'a', revision, code: 'M1', weight, baseline: null, cancelled: 0 })
    .execute();
};

test('[PCT4] a standing that was read in a write that failed is met by nobody after it', async () => {
  const cache = createStandingCache<{ items: string[] }>();
  const read = (db: Tx | Store['db'], says: string) =>
    cache
      .read(db, { projects: ['a'], asOf: null }, () => Promise.resolve(new Map([['a', { items: [says] }]])))
      .then((found) => found.get('a')?.items[0]);
  await lose(async (tx) => {
    await seal(tx, 1, 'lost');
    expect(await read(tx, 'never published')).toBe('never published');
  });
  await store.write((tx) => seal(tx, 1, 'kept'));
  expect(await read(store.db, 'published')).toBe('published');
  expect(await read(store.db, 'computed twice')).toBe('published');
});

test('[PCT4] a plan that was read in a write that failed is met by nobody after it, and one in force is read once', async () => {
  const cache = createPlanCache();
  const read = async (db: Tx | Store['db'], revision: number) =>
    (await cache.read(db, new Map([['a', revision]]))).get('a')?.map((item) => item.weight);
  await lose(async (tx) => {
    await revise(tx, 1, 7);
    expect(await read(tx, 1)).toEqual([7]);
  });
  await store.write((tx) => revise(tx, 1, 3));
  expect(await read(store.db, 1)).toEqual([3]);
  await store.write((tx) => revise(tx, 2, 5));
  expect([await read(store.db, 1), await read(store.db, 2)]).toEqual([[3], [5]]);
  expect((await cache.read(store.db, new Map([['a', 2]]))).get('a')).toBe(
    (await cache.read(store.db, new Map([['a', 2]]))).get('a'),
  );
});
