import type { LedgerHead, LedgerPage, LedgerStamp } from '@sitecast/contract';
import { toCheckpointLine, toHeaderLine, toStampLine } from '@sitecast/ledger';
import type { Reader } from '../../platform/store.ts';
import { recordsPerSignature } from './append-records.ts';
import type { LedgerCheckpointTable, LedgerTimestampTable } from './tables.ts';

/** The newest signed head; null while nothing was recorded. */
export async function readHead(db: Reader, project: string): Promise<LedgerHead | null> {
  const row = await db
    .selectFrom('ledger_checkpoint')
    .selectAll()
    .where('project', '=', project)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The newest head that an authority outside has stamped; null: none. */
export async function readNewestStamp(db: Reader, project: string): Promise<LedgerStamp | null> {
  const row = await db
    .selectFrom('ledger_timestamp')
    .select(['n', 'hash', 'at', 'authority', 'token'])
    .where('project', '=', project)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** The last head of a day with its stamp, where it has one; null: nothing was recorded on that day. */
export async function readHeadOfDay(
  db: Reader,
  project: string,
  day: string,
): Promise<{ head: LedgerHead; stamp: LedgerStamp | null } | null> {
  const head = await db
    .selectFrom('ledger_checkpoint')
    .selectAll()
    .where('project', '=', project)
    .where('day', '=', day)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!head) return null;
  const stamp = await db
    .selectFrom('ledger_timestamp')
    .select(['n', 'hash', 'at', 'authority', 'token'])
    .where('project', '=', project)
    .where('n', '=', head.n)
    .executeTakeFirst();
  return { head, stamp: stamp ?? null };
}

/** Records after `after`, at most `limit`. */
export async function readRecords(db: Reader, project: string, after: number, limit: number): Promise<LedgerPage> {
  const head = await readHead(db, project);
  const records = head?.n ?? 0;
  // What was appended since the head was read is left for the next question: the head must cover what is shown.
  const items = await db
    .selectFrom('ledger_record')
    .select(['n', 'line'])
    .where('project', '=', project)
    .where('n', '>', after)
    .where('n', '<=', records)
    .orderBy('n')
    .limit(limit)
    .execute();
  const last = items.at(-1)?.n ?? records;
  return {
    project,
    records,
    head,
    stamp: await readNewestStamp(db, project),
    items,
    next: last < records ? last : null,
  };
}

/** As many records as a page shows before its script runs. */
const shownRecords = 40;

/** The end of a chain, newest last; or what stands in it up to and with a record. */
export async function readNewestRecords(db: Reader, project: string, upTo: number | null): Promise<LedgerPage> {
  const newest = (await readHead(db, project))?.n ?? 0;
  const last = Math.min(newest, upTo ?? newest);
  const after = Math.max(0, last - shownRecords);
  return readRecords(db, project, after, last - after);
}

/** The last head of each day, newest first. */
export async function listDailyHeads(db: Reader, project: string): Promise<LedgerHead[]> {
  const last = db
    .selectFrom('ledger_checkpoint')
    .select((eb) => eb.fn.max('n').as('n'))
    .where('project', '=', project)
    .groupBy('day');
  return db
    .selectFrom('ledger_checkpoint')
    .selectAll()
    .where('project', '=', project)
    .where('n', 'in', last)
    .orderBy('n', 'desc')
    .execute();
}

const linesPerRead = 500;

/**
 * A chain as an export, line by line without the line feeds, as it stands when the first line is taken. Rows are
 * only ever added, so that no transaction is held open while a slow reader takes them.
 */
export async function* exportLines(db: Reader, project: string): AsyncGenerator<string> {
  const all = await db
    .selectFrom('ledger_checkpoint')
    .selectAll()
    .where('project', '=', project)
    .orderBy('n')
    .execute();
  const checkpoints = thinCheckpoints(all);
  const records = checkpoints.at(-1)?.n ?? 0;
  const keys = [...new Set(checkpoints.map((checkpoint) => checkpoint.key))];
  const stamps = await readStamps(db, project, records);
  yield toHeaderLine({ project, records, checkpoints: checkpoints.length, timestamps: stamps.size, keys });
  let position = 0;
  for (let after = 0; after < records; after += linesPerRead) {
    const rows = await db
      .selectFrom('ledger_record')
      .select(['n', 'line'])
      .where('project', '=', project)
      .where('n', '>', after)
      .where('n', '<=', Math.min(after + linesPerRead, records))
      .orderBy('n')
      .execute();
    for (const { n, line } of rows) {
      yield line;
      for (; (checkpoints[position]?.n ?? Infinity) <= n; position += 1) {
        const checkpoint = checkpoints[position];
        if (!checkpoint) continue;
        yield toCheckpointLine({ ...checkpoint, v: 1 });
        const stamp = stamps.get(checkpoint.n);
        if (stamp) yield toStampLine({ ...stamp, v: 1 });
      }
    }
  }
}

/** The time stamps of a chain's heads, by the record they are over: all of days' last heads, which every export holds. */
async function readStamps(db: Reader, project: string, upTo: number): Promise<Map<number, LedgerTimestampTable>> {
  const rows = await db
    .selectFrom('ledger_timestamp')
    .selectAll()
    .where('project', '=', project)
    .where('n', '<=', upTo)
    .execute();
  return new Map(rows.map((row) => [row.n, row]));
}

/** Every day's and every key's last, the newest, and so many between that none is further than 64 records from the next. */
export function thinCheckpoints(all: readonly LedgerCheckpointTable[]): LedgerCheckpointTable[] {
  let kept = 0;
  return all.filter(({ n, day, key }, index) => {
    const next = all[index + 1];
    const isNeeded = next?.day !== day || next.key !== key || next.n > kept + recordsPerSignature;
    if (isNeeded) kept = n;
    return isNeeded;
  });
}
