import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import { migrateDatabase, type Migration } from './migrate.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import type { Database } from './tables.ts';

/** SQLite before this loses the WAL when two connections checkpoint at one instant (sqlite.org, "WAL-reset bug"). */
const oldestSqlite = [3, 51, 3] as const;

/** Negative is KiB. The default of 2 MB holds no index of a large project: each read of a past day would fetch it anew. */
const cacheSize = 'cache_size = -32768';

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  /** The schema number in the file. */
  readonly schema: number;
  /** Writes the WAL back into the file. */
  checkpoint(): void;
  close(): Promise<void>;
}

/** Opens (or makes) the file, asserts that what is committed is on the disk, and brings the schema up to date. */
export function openDatabase(file: string, migrations: readonly Migration[], clock: Clock): OpenDatabase {
  refuseOldSqlite(process.versions['sqlite'] ?? '0');
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true });
  try {
    for (const pragma of ['journal_mode = wal', 'synchronous = full', 'temp_store = memory', cacheSize]) {
      database.exec(`pragma ${pragma}`);
    }
    assertPragma(database, 'journal_mode', 'wal');
    assertPragma(database, 'synchronous', 2);
    assertPragma(database, 'foreign_keys', 1);
    migrateDatabase(database, migrations, clock);
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Database>({ dialect: createSqliteDialect(database) });
  return {
    db,
    schema: migrations.at(-1)?.number ?? 0,
    checkpoint: () => database.exec('pragma wal_checkpoint(truncate)'),
    close: async () => {
      // Kysely closes the file only where it was used at least once.
      await db.destroy();
      if (database.isOpen) database.close();
    },
  };
}

/** Throws where SQLite is one of the versions that can corrupt a WAL. */
export function refuseOldSqlite(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least)
      throw new Error(`SQLite ${version} can corrupt its log; ${oldestSqlite.join('.')} or newer is needed`);
  }
}

function assertPragma(database: DatabaseSync, name: string, expected: string | number): void {
  const value = database.prepare(`pragma ${name}`).get()?.[name];
  if (value !== expected) throw new Error(`SQLite did not accept ${name} = ${expected}`);
}
