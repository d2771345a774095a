import { documentRecordSchema } from '@sitecast/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSender, type Sender, type Sent } from '../../../../../tests/support/send-many.ts';
import { toForms, writeForm } from '../../../../../tests/support/strange-forms.ts';
import { spoil } from '../../../../../tests/support/strange-values.ts';
import { hashState, listDocumentFiles } from '../testing/read-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Of each surface. */
const cases = 10_000;
const timeoutMs = 600_000;
const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let sender: Sender;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  sender = createSender(server.url);
});
afterAll(async () => {
  sender?.close();
  await server?.close();
});

const heads = fc.constantFrom(
  ...[[], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [...Buffer.from('RIFF0000WEBPVP8 ')]],
  ...[
    [...Buffer.from('GIF89a')],
    [...Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">')],
    [0x00, 0x00, 0x00, 0x18],
  ],
  ...[[...Buffer.from('PK\u0003\u0004')], [...Buffer.from('%PDF-1.7\n')], [...Buffer.from('MZ')], [0x1f, 0x8b, 0x08]],
);
/** What begins like a file that is taken, and is none. */
const broken: fc.Arbitrary<Uint8Array> = fc
  .tuple(heads, fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', 'PK\u0005\u0006', 'IEND', '%%EO'))
  .map(([head, bytes, tail]) => Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)]));
const wholePdf = Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

async function refuseAll(route: string, forms: fc.Arbitrary<Sent>): Promise<void> {
  const before = hashState(server.dataDirectory);
  const files = listDocumentFiles(server.dataDirectory);
  const said = fc.tuple(forms, fc.constantFrom('k-park', 'k-park', 'none')).map(([sent, project]) => ({
    ...sent,
    path: `/api/projects/${project}/${route}`,
    headers: {
      ...sent.headers,
      authorization: `Bearer ${server.operator.token ?? ''}`,
      'idempotency-key': crypto.randomUUID().replaceAll('-', ''),
    },
  }));
  await sender.sendAll(said, cases, ({ path, headers, body }, { status, type, text }) => {
    const told = `${path} ${headers?.['content-type']} ${Buffer.from(body ?? '')
      .toString('latin1')
      .slice(0, 400)} → ${status} ${text.slice(0, 200)}`;
    if (status < 400 || status >= 500 || type !== 'application/problem+json') expect.fail(told);
    if (/sqlite|node_modules|\.ts:\d|vips|ENOENT/i.test(text)) expect.fail(told);
  });
  expect(hashState(server.dataDirectory)).toBe(before);
  expect(listDocumentFiles(server.dataDirectory)).toEqual(files);
}

test(
  '[ERR1] [ERR3] photos: ten thousand broken forms and files, all refused, neither row nor file of any',
  () => refuseAll('evidence', toForms('photo', ['credit', 'takenAt'], broken)),
  timeoutMs,
);

test(
  '[ERR1] [ERR3] documents: ten thousand broken forms, files and records, all refused, neither row nor file of any',
  () => {
    const good = {
      title: { en: 'Rules' },
      kind: 'plan',
      visibility: 'public',
      provenance: { kind: 'sample', source: null },
      replaces: null,
    };
    const record = spoil(fc.constant(good)).filter((value) => !documentRecordSchema.safeParse(value).success);
    // A file that would be taken, with a record that is not.
    const misrecorded = record.map((value): Sent => {
      const field = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}`;
      const parts = [
        { disposition: field('record'), type: '', bytes: Buffer.from(JSON.stringify(value) ?? '') },
        { disposition: field('document', '; filename="a.pdf"'), type: '', bytes: wholePdf },
      ];
      const form = { parts, end: '--b--\r\n', boundary: 'b', said: 'b' };
      const body = writeForm(form, '\r\n');
      return { method: 'POST', path: '', headers: { 'content-type': 'multipart/form-data; boundary=b' }, body };
    });
    return refuseAll('documents', fc.oneof(misrecorded, toForms('document', ['record'], broken)));
  },
  timeoutMs,
);
