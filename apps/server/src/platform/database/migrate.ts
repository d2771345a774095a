import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { toInstant, type Clock } from '../clock.ts';

/** One step of the schema, forward only. Plain SQL, so that its checksum says all of it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

/** The database cannot be served by this version: a changed step, a gap, or a newer schema. */
export class MigrationFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationFault';
  }
}

/**
 * Brings the schema up to date. Each step is one transaction with its own row, so that a kill at any point leaves
 * the old or the new schema, and the next start goes on. Two processes at once: the second waits and finds it done.
 * Returns the numbers of the steps applied now.
 */
export function migrateDatabase(database: DatabaseSync, migrations: readonly Migration[], clock: Clock): number[] {
  database.exec(
    `create table if not exists migration
     (number integer primary key, name text not null, checksum text not null, applied_at text not null) strict`,
  );
  // Numbers rise; one that was given away and never used leaves a gap.
  migrations.forEach((migration, index) => {
    const before = migrations[index - 1]?.number ?? 0;
    if (migration.number <= before) throw new MigrationFault(`migration ${migration.name} is out of order`);
  });
  const known = migrations.at(-1)?.number ?? 0;
  const applied: number[] = [];
  for (const migration of migrations) {
    database.exec('begin immediate');
    try {
      if (!isApplied(database, migration)) {
        for (const statement of migration.statements) database.exec(statement);
        database
          .prepare('insert into migration (number, name, checksum, applied_at) values (?, ?, ?, ?)')
          .run(migration.number, migration.name, checksumOf(migration), toInstant(clock.now()));
        applied.push(migration.number);
      }
      database.exec('commit');
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  }
  const newest = database.prepare('select max(number) as number from migration').get()?.['number'];
  if (typeof newest === 'number' && newest > known) {
    throw new MigrationFault(`the database has schema ${newest}, this version knows ${known}`);
  }
  return applied;
}

function isApplied(database: DatabaseSync, migration: Migration): boolean {
  const row = database.prepare('select checksum from migration where number = ?').get(migration.number);
  if (!row) return false;
  if (row['checksum'] !== checksumOf(migration)) {
    throw new MigrationFault(`migration ${migration.number} (${migration.name}) was changed after it was applied`);
  }
  return true;
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements.join('\n;\n')).digest('hex');
}
