import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createStore } from '../store.ts';
import { migrateDatabase, type Migration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openDatabase, refuseOldSqlite, type OpenDatabase } from './open-database.ts';

let folder: string;
let open: OpenDatabase[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sitecast-database-'));
  open = [];
});
afterEach(async () => {
  for (const database of open) await database.close();
  rmSync(folder, { recursive: true });
});

function openAt(name: string, steps: readonly Migration[] = migrations): OpenDatabase {
  const database = openDatabase(path.join(folder, name), steps, systemClock);
  open.push(database);
  return database;
}

const first: Migration = { number: 1, name: 'first', statements: ['create table a (x integer not null) strict'] };

test('refuses an SQLite that can corrupt its log', () => {
  expect(() => refuseOldSqlite('3.51.2')).toThrow('3.51.3');
  expect(() => refuseOldSqlite('3.51.3')).not.toThrow();
  expect(() => refuseOldSqlite('3.53.0')).not.toThrow();
});

test('refuses values SQLite would bend: a Date, undefined, an object, NaN', async () => {
  const { db } = openAt('a.db');
  for (const value of [new Date(), undefined, { a: 1 }, [1], NaN, true]) {
    const writing = db
      .insertInto('setting')
      .values({ name: 'x', value: value as unknown as string })
      .execute();
    // An undefined column is left out by the query builder, so it is the table that refuses it.
    await expect(writing).rejects.toThrow();
  }
  expect(await db.selectFrom('setting').selectAll().execute()).toEqual([]);
});

test('a step that fails halfway leaves the old schema, and the next start goes on', () => {
  const file = path.join(folder, 'b.db');
  const broken: Migration = { number: 2, name: 'second', statements: ['create table b (x integer) strict', 'not sql'] };
  const database = new DatabaseSync(file);
  expect(() => migrateDatabase(database, [first, broken], systemClock)).toThrow();
  const tables = () => database.prepare("select name from sqlite_schema where type = 'table' order by name").all();
  expect(tables().map((row) => row['name'])).toEqual(['a', 'migration']);
  const fixed = { ...broken, statements: ['create table b (x integer) strict'] };
  expect(migrateDatabase(database, [first, fixed], systemClock)).toEqual([2]);
  expect(migrateDatabase(database, [first, fixed], systemClock)).toEqual([]);
  database.close();
});

test('a step that was changed after it was applied, and a newer schema, stop the start', () => {
  openAt('c.db', [first]);
  const changed = { ...first, statements: ['create table a (x text not null) strict'] };
  expect(() => openAt('c.db', [changed])).toThrow('changed after it was applied');
  expect(() => openAt('c.db', [])).toThrow('schema 1');
});

test('audit rows cannot be changed or deleted', async () => {
  const { db } = openAt('d.db');
  const row = { at: 'x', actor: 'a', action: 'b', entity: 'c', entity_id: 'd', request_id: null, detail: '{}' };
  await db.insertInto('audit').values(row).execute();
  await expect(db.updateTable('audit').set({ actor: 'z' }).execute()).rejects.toThrow('append-only');
  await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append-only');
});

test('a write that throws leaves nothing, and writes at once follow one another', async () => {
  const store = createStore(openAt('e.db').db);
  await expect(
    store.write(async (tx) => {
      await tx.insertInto('setting').values({ name: 'lost', value: '1' }).execute();
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      store.write((tx) =>
        tx
          .insertInto('setting')
          .values({ name: `n${index}`, value: '1' })
          .execute(),
      ),
    ),
  );
  expect(await store.db.selectFrom('setting').select('name').execute()).toHaveLength(20);
});

test('[ERR3] a write that the disk has no room for is refused as such, changes nothing, and the next one works', async () => {
  const { db } = openAt('a.db');
  const store = createStore(db);
  const limitPages = (count: number) => db.executeQuery(CompiledQuery.raw(`pragma max_page_count = ${count}`));
  const write = (name: string, value: string) =>
    store.write(async (tx) => {
      await tx
        .insertInto('setting')
        .values({ name: `${name} before`, value: '1' })
        .execute();
      await tx.insertInto('setting').values({ name, value }).execute();
    });
  // SQLite never limits itself below what it has.
  await limitPages(1);
  await expect(write('large', 'x'.repeat(1_000_000))).rejects.toMatchObject({ code: 'storage.full' });
  expect(await db.selectFrom('setting').select('name').where('name', 'like', 'large%').execute()).toEqual([]);
  await limitPages(1_000_000);
  await write('large', 'x'.repeat(1_000_000));
  expect(await db.selectFrom('setting').select('name').where('name', 'like', 'large%').execute()).toHaveLength(2);
});
