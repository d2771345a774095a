import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isHash, readLines, verifyLedger, type FaultReason, type KnownHead, type LedgerReport } from '@sitecast/ledger';
import { UsageFault } from './usage-fault.ts';

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Say = (line: string) => void;

/** What each reason means, to whoever runs the command. */
const meanings: Readonly<Record<FaultReason, string>> = {
  header: 'the first line is not what follows, or of a version this program does not know',
  unreadable: 'the line is no record and no signature',
  changed: 'what it says is not what its hash was made of',
  foreign: 'it belongs to another project',
  missing: 'it is not there',
  reordered: 'it is not in its place',
  doubled: 'it stands there twice',
  forked: 'two different records have this number',
  'wrong-prev': 'it does not follow from the record before it',
  replaced: 'it was exchanged for another: the signed records after it tell',
  rewritten: 'history up to here was written anew: a signed or kept head is over another one',
  'bad-signature': 'the signature over it was not made by the key it names',
  unsigned: 'no signature covers it, or a signature is missing',
  'bad-timestamp': 'the time stamp beside it is not over it',
  'unknown-key': 'it is signed by another key than the one expected',
  shortened: 'the chain ends before the head that was kept',
};

/** Checks an export without any server. Returns whether all of it holds. @throws where the file cannot be read. */
export async function verifyFile(file: string | undefined, values: Values, say: Say): Promise<boolean> {
  if (file === undefined) throw new UsageFault('FILE is missing');
  const expectedKey = typeof values['key'] === 'string' ? values['key'] : null;
  const report = await verifyLedger(readLines(createReadStream(file)), {
    known: parseHead(values['head']),
    expectedKey,
  });
  for (const line of describeReport(report)) say(line);
  return report.fault === null;
}

/** The newest head and its key are the two lines worth keeping. */
function describeReport({ fault, project, records, covered, head, stamped, keys }: LedgerReport): string[] {
  if (fault !== null) {
    const where =
      fault.n === null
        ? 'The ledger'
        : fault.from === null
          ? `Record ${fault.n}`
          : `Record ${fault.n}, or one from ${fault.from} on,`;
    return [`${where} does not hold (${fault.why}, line ${fault.line}): ${meanings[fault.why]}.`];
  }
  if (head === null) return [`${project}: no records yet.`];
  return [
    `${project}: ${records} records hold; signatures cover ${covered}.`,
    `head ${head.n}:${head.hash}`,
    ...keys.map((key) => `key ${key}`),
    // The stamp is over the head's own hash; the authority's signature is for `openssl ts -verify -digest HASH`.
    ...(stamped ? [`stamped ${stamped.n} at ${stamped.at} by ${stamped.authority}`] : []),
  ];
}

/** `--head 59:ab12…`, as a report prints it or an earlier check said it. */
function parseHead(text: string | boolean | undefined): KnownHead | null {
  if (typeof text !== 'string') return null;
  const [n = '', hash = ''] = text.split(':');
  if (!/^[1-9]\d{0,8}$/.test(n) || !isHash(hash)) throw new UsageFault('--head is N:HASH, as a check says it');
  return { n: Number(n), hash };
}

/** Writes a project's whole chain to a file, or to standard output. Anyone may: no token is sent. */
export async function exportLedger(address: string, project: string | undefined, values: Values): Promise<void> {
  if (project === undefined) throw new UsageFault('PROJECT is missing');
  const target = new URL(`/api/projects/${encodeURIComponent(project)}/ledger/export.jsonl`, address);
  const response = await fetch(target, { redirect: 'error' }).catch(() => {
    throw new Error(`no server answers at ${target.host}`);
  });
  if (!response.ok || response.body === null) throw new Error(`there is no ledger of a project ${project}`);
  const out = values['out'];
  if (typeof out === 'string') await pipeline(Readable.fromWeb(response.body), createWriteStream(out, { flags: 'wx' }));
  else await pipeline(Readable.fromWeb(response.body), process.stdout, { end: false });
}
