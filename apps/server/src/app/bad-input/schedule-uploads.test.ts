import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { damage, damageBytes } from '../../../../../tests/support/damaged-files.ts';
import { createSender, type Answered, type Sender, type Sent } from '../../../../../tests/support/send-many.ts';
import { toForms, writeForm } from '../../../../../tests/support/strange-forms.ts';
import { spoil, strange } from '../../../../../tests/support/strange-values.ts';
import { hashState, readRows } from '../testing/read-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Of each surface. */
const cases = 10_000;
const timeoutMs = 600_000;
const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const base = '/api/projects/k-park/imports';
/** Where a preview, its decision and what is remembered of a request stand. Everything else must stay as it was. */
const own = ['import_batch', 'audit', 'idempotency', 'sqlite_sequence'];
const examples = path.join(import.meta.dirname, '../../../../../packages/schedule/examples');
const files = ['sample-tower.xer', 'sample-school.p6.xml', 'sample-park.mspdi.xml', 'sample-milestones.csv'].map(
  (name) => readFileSync(path.join(examples, name)),
);

let server: TestServer;
let sender: Sender;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  // As many files may wait for the reader.
  sender = createSender(server.url, { atOnce: 4 });
});
afterAll(async () => {
  sender?.close();
  await server?.close();
});

const count = (sql: string): number =>
  Number(readRows(server.dataDirectory, `select count(*) as n from ${sql}`)[0]?.['n']);
const headers = (): Record<string, string> => ({
  authorization: `Bearer ${server.operator.token ?? ''}`,
  'idempotency-key': crypto.randomUUID().replaceAll('-', ''),
});
const say = ({ method, path: at, body }: Sent, { status, text }: Answered): string =>
  `${method} ${at} ${Buffer.from(body ?? '')
    .toString('latin1')
    .slice(0, 600)} → ${status} ${text.slice(0, 300)}`;

/** Neither a fault of ours nor a word about what the server is made of. */
function checkAnswer(sent: Sent, answered: Answered): void {
  const { status, type, text } = answered;
  if (status >= 500) expect.fail(say(sent, answered));
  if (status < 400) return;
  if (type !== 'application/problem+json') expect.fail(say(sent, answered));
  if (/sqlite|node_modules|\.ts:\d|saxes|papaparse|iconv|ENOENT/i.test(text)) expect.fail(say(sent, answered));
}

/** The same bytes in another alphabet, with or without a mark, or under a beginning that lies. */
const bent: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(...files), damage, fc.constantFrom('', '', '', 'utf16', 'latin1', 'bom', 'zip', 'gzip', 'nul'))
  .map(([whole, steps, way]) => {
    const bytes = damageBytes(whole, steps);
    if (way === 'utf16') return Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le');
    if (way === 'latin1') return Buffer.from(bytes.toString(), 'latin1');
    if (way === 'bom') return Buffer.concat([Buffer.from('\uFEFF'), bytes]);
    if (way === 'zip') return Buffer.concat([Buffer.from('PK\u0003\u0004'), bytes]);
    if (way === 'gzip') return Buffer.concat([Buffer.from([0x1f, 0x8b, 0x08]), bytes]);
    return way === 'nul' ? Buffer.concat([bytes.subarray(0, 200), Buffer.from([0]), bytes.subarray(200)]) : bytes;
  });
const names = fc.oneof(
  fc.constantFrom('plan.xer', 'plan.xml', 'план.csv', '../../x.xer', 'a.exe', '=cmd|x.csv', '.', 'x'.repeat(300)),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((name) => name.replaceAll(/["\r\n\\]/g, '_')),
);
const types = fc.constantFrom('', 'application/octet-stream', 'text/csv; charset=windows-1251', 'image/jpeg', ';;;');

/** Forms as a browser writes them, with a file that somebody bent. */
const uploads: fc.Arbitrary<Sent> = fc.tuple(bent, names, types).map(([bytes, name, type]) => {
  const disposition = `Content-Disposition: form-data; name="schedule"; filename="${name}"`;
  const parts = [{ disposition, type: type === '' ? '' : `Content-Type: ${type}`, bytes }];
  const body = writeForm({ parts, end: '--b--\r\n', boundary: 'b', said: 'b' }, '\r\n');
  return { method: 'POST', path: base, headers: { 'content-type': 'multipart/form-data; boundary=b' }, body };
});

test(
  '[ERR1] [ERR3] schedules: ten thousand bent files and forms, each a preview or an error with its place, the plan as it was',
  async () => {
    const before = hashState(server.dataDirectory, own);
    const broken = toForms('schedule', ['reason'], bent).map((sent) => ({ ...sent, path: base }));
    const sent = fc
      .oneof({ weight: 2, arbitrary: uploads }, broken)
      .map((one) => ({ ...one, headers: { ...one.headers, ...headers() } }));
    const seen = { previewed: 0, refused: 0, form: 0 };
    await sender.sendAll(sent, cases, (one, answered) => {
      checkAnswer(one, answered);
      if (answered.status === 201) seen.previewed += 1;
      else if (answered.status === 422) {
        seen.refused += 1;
        const { code, current, field } = JSON.parse(answered.text);
        expect(code).toBe('import.refused');
        expect(current.errorCount, say(one, answered)).toBeGreaterThan(0);
        expect(field, say(one, answered)).toBeTruthy();
      } else seen.form += 1;
    });
    // Each way was gone often enough to prove something.
    for (const often of Object.values(seen)) expect(often, JSON.stringify(seen)).toBeGreaterThan(cases / 50);
    expect(hashState(server.dataDirectory, own)).toBe(before);
    expect(count('import_batch')).toBe(seen.previewed);
    expect(count("audit where action = 'import.upload'")).toBe(seen.previewed);
    expect(count("import_batch where state <> 'proposed'")).toBe(0);
  },
  timeoutMs,
);

test(
  '[ERR1] [ERR3] decisions on them: ten thousand spoilt ones, each file decided at most once and none half',
  async () => {
    const mine = [...own, 'baseline_proposal', 'proposal_decision', 'event'];
    const before = hashState(server.dataDirectory, mine);
    const rows = readRows(server.dataDirectory, 'select id from import_batch order by seq limit 40');
    const ids = fc.constantFrom(...rows.map((row) => String(row['id'])));
    const id = fc.oneof(
      { weight: 8, arbitrary: ids },
      strange.map((value) => encodeURIComponent(String(value).toWellFormed())),
    );
    const reason = fc.oneof({ weight: 9, arbitrary: strange }, fc.constant('New contract.'));
    const body = spoil(fc.record({ reason, progress: fc.constantFrom<unknown>(true, false, 'yes', null) }));
    const deed = fc.constantFrom('accept', 'accept', 'accept', 'reject', '', 'approve');
    const sent = fc.tuple(id, body, deed).map(([one, given, what]): Sent => {
      const isRead = what === '';
      const written = isRead || what === 'reject' ? undefined : (JSON.stringify(given) ?? 'undefined');
      return {
        method: isRead ? 'GET' : 'POST',
        path: `${base}/${one}${isRead ? '' : `/${what}`}`,
        headers: { ...headers(), ...(written !== undefined && { 'content-type': 'application/json' }) },
        ...(written !== undefined && { body: written }),
      };
    });
    const decided = { accept: 0, reject: 0 };
    await sender.sendAll(sent, cases, (one, answered) => {
      checkAnswer(one, answered);
      if (answered.status >= 300) return;
      if (one.path.endsWith('/accept')) decided.accept += 1;
      if (one.path.endsWith('/reject')) decided.reject += 1;
    });
    expect(decided.accept + decided.reject).toBeLessThanOrEqual(rows.length);
    expect(decided.accept).toBeGreaterThan(0);
    expect(count('baseline_proposal')).toBe(decided.accept);
    expect(count("import_batch where state = 'accepted'")).toBe(decided.accept);
    expect(count("import_batch where state = 'rejected'")).toBe(decided.reject);
    // A proposal changes no number: the plan in force is still the one it was.
    expect(hashState(server.dataDirectory, mine)).toBe(before);
  },
  timeoutMs,
);
