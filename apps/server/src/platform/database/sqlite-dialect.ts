import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect, type Dialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

/** node:sqlite behind Kysely; the only file that knows the driver. */
export function createSqliteDialect(database: DatabaseSync): Dialect {
  const dialect = new SqliteDialect({ database: wrapDatabase(database) });
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** SQLite's DDL is transactional; Kysely says it is not, which would leave half a schema after a failed step. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

const keptStatements = 300;

function wrapDatabase(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const kept = statements.get(sql);
      if (kept) return kept;
      // Immediate: a deferred one that turns writer while another process writes fails at once with "busy".
      const prepared = wrapStatement(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
      const statement = sql === 'rollback' ? skipOutside(prepared, database) : prepared;
      if (statements.size >= keptStatements) statements.delete(statements.keys().next().value ?? '');
      statements.set(sql, statement);
      return statement;
    },
  };
}

/**
 * On a full disk SQLite rolls back by itself; a rollback after that fails, and its fault would hide the one that says what
 * is wrong.
 */
function skipOutside(rollback: SqliteStatement, database: DatabaseSync): SqliteStatement {
  const run: SqliteStatement['run'] = (parameters) =>
    database.isTransaction ? rollback.run(parameters) : { changes: 0, lastInsertRowid: 0 };
  return { ...rollback, run };
}

/**
 * Rows are taken as arrays and made objects here: the driver's own objects are dictionaries without a shape, slow to make
 * and slow in every later read. Of thousands of rows that is a third of the time.
 */
function wrapStatement(statement: StatementSync): SqliteStatement {
  const names = statement.columns().map((column) => column.name);
  const isReader = names.length > 0;
  if (isReader) statement.setReturnArrays(true);
  const toRow = (values: unknown): Row => {
    const row: Row = {};
    const list = values as readonly unknown[];
    for (let index = 0; index < names.length; index += 1) row[names[index] as string] = list[index];
    return row;
  };
  return {
    reader: isReader,
    all: (parameters) => (statement.all(...toInputs(parameters)) as readonly unknown[]).map(toRow),
    run: (parameters) => statement.run(...toInputs(parameters)),
    iterate: function* (parameters) {
      for (const values of statement.iterate(...toInputs(parameters))) yield toRow(values);
    },
  };
}

type Row = Record<string, unknown>;

/**
 * node:sqlite takes a leading object for a bag of named parameters and shifts the row in silence, and binds
 * `undefined` as NULL on some versions: both are refused here.
 */
function toInputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value, index) => {
    if (value === null || typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) {
      return value;
    }
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new TypeError(`parameter ${index + 1} cannot be kept: ${value === undefined ? 'undefined' : typeof value}`);
  });
}
