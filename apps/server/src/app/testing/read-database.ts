import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Rows of the server's database file, read beside the running server with a connection of its own. */
export function readRows(
  dataDirectory: string,
  sql: string,
  ...values: (string | number)[]
): Record<string, unknown>[] {
  const database = new DatabaseSync(path.join(dataDirectory, 'server', 'sitecast.db'), { readOnly: true });
  try {
    return database.prepare(sql).all(...values);
  } finally {
    database.close();
  }
}

/** The database file opened as somebody with the machine in hand would: to see what it refuses by itself. */
export function openForWriting(dataDirectory: string): DatabaseSync {
  return new DatabaseSync(path.join(dataDirectory, 'server', 'sitecast.db'));
}

/**
 * A hash over every business row and every kept file: equal before and after what must change nothing (ERR3). `except`
 * names tables a test counts by itself.
 */
export function hashState(dataDirectory: string, except: readonly string[] = []): string {
  const hash = createHash('sha256');
  const tables = readRows(dataDirectory, `select name from sqlite_schema where type = 'table' order by name`);
  for (const { name } of tables) {
    if (['setting', 'credential', ...except].includes(String(name))) continue;
    hash.update(`${String(name)} ${JSON.stringify(readRows(dataDirectory, `select * from "${String(name)}"`))}`);
  }
  hash.update(listEvidenceFiles(dataDirectory).join('\n'));
  return hash.digest('hex');
}

/** The names of all kept photo files. */
export function listEvidenceFiles(dataDirectory: string): string[] {
  return listFiles(path.join(dataDirectory, 'server', 'evidence'));
}

/** The names of all kept documents. */
export function listDocumentFiles(dataDirectory: string): string[] {
  return listFiles(path.join(dataDirectory, 'server', 'documents'));
}

function listFiles(folder: string): string[] {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .map((file) => file.name)
      .sort();
  } catch {
    return [];
  }
}
