import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashState, listEvidenceFiles } from '../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../app/testing/start-test-server.ts';

const address = '/api/projects/k-park/evidence';
const multipart = 'multipart/form-data; boundary=edge';
let server: TestServer;
let photo: Buffer;

beforeAll(async () => {
  server = await startTestServer();
  photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a7f8c' } })
    .jpeg()
    .toBuffer();
});
afterAll(() => server.close());

type Part = readonly [headers: string, body: Uint8Array | string];
const photoPart = (): Part => ['Content-Disposition: form-data; name="photo"; filename="a.jpg"', photo];
const fieldPart = (name: string, value: string): Part => [`Content-Disposition: form-data; name="${name}"`, value];

function writeBody(parts: readonly Part[]): Buffer {
  const bytes = parts.flatMap(([headers, body]) => [`--edge\r\n${headers}\r\n\r\n`, body, '\r\n']);
  return Buffer.concat([...bytes, '--edge--\r\n'].map((each) => Buffer.from(each)));
}

async function send(body: Buffer, type = multipart): Promise<{ status: number; problem: Record<string, unknown> }> {
  const response = await fetch(server.url + address, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.operator.token}`,
      'content-type': type,
      'idempotency-key': randomUUID(),
    },
    body: new Uint8Array(body),
  });
  return { status: response.status, problem: (await response.json()) as Record<string, unknown> };
}

const faults: Record<string, { body: () => Buffer; type?: string; field?: string }> = {
  'a file part without a name': {
    body: () => writeBody([['Content-Disposition: form-data; filename="a.jpg"', photo]]),
    field: 'body',
  },
  'a field part without a name': { body: () => writeBody([['Content-Disposition: form-data', 'x'], photoPart()]) },
  'a part with an empty name': { body: () => writeBody([fieldPart('', 'x'), photoPart()]), field: 'body' },
  'a part that is no form-data': { body: () => writeBody([['Content-Type: image/jpeg', photo]]) },
  'the photo as a text field': { body: () => writeBody([fieldPart('photo', 'x')]), field: 'photo' },
  'an unknown field': { body: () => writeBody([fieldPart('evil', 'x'), photoPart()]), field: 'evil' },
  'a field of every object': { body: () => writeBody([fieldPart('__proto__', 'x'), photoPart()]), field: '__proto__' },
  'a control character': { body: () => writeBody([fieldPart('credit', 'a\0b'), photoPart()]), field: 'credit' },
  'a time that is none': { body: () => writeBody([fieldPart('takenAt', 'today'), photoPart()]), field: 'takenAt' },
  'a field twice': {
    body: () => writeBody([fieldPart('credit', 'a'), fieldPart('credit', 'b'), photoPart()]),
    field: 'credit',
  },
  'two photos': { body: () => writeBody([photoPart(), photoPart()]) },
  'nothing in the photo': { body: () => writeBody([[photoPart()[0], '']]), field: 'photo' },
  'no closing boundary': { body: () => writeBody([photoPart()]).subarray(0, -12) },
  'half a part header': { body: () => Buffer.from('--edge\r\nContent-Dispo') },
  'another boundary': { body: () => writeBody([photoPart()]), type: 'multipart/form-data; boundary=other' },
  'no boundary': { body: () => writeBody([photoPart()]), type: 'multipart/form-data' },
  'a form that is not multipart': { body: () => Buffer.from('photo=x'), type: 'application/x-www-form-urlencoded' },
  'a header without end': { body: () => writeBody([[`X-Long: ${'a'.repeat(100_000)}`, 'x']]) },
};

test.each(Object.entries(faults))('[ERR2] [ERR3] refuses %s, changes nothing and lives on', async (_name, fault) => {
  const before = [hashState(server.dataDirectory), listEvidenceFiles(server.dataDirectory)];
  const { status, problem } = await send(fault.body(), fault.type);
  expect([400, 413, 415]).toContain(status);
  expect(problem['code']).toMatch(/^request\./);
  if (fault.field !== undefined) expect(problem['field']).toBe(fault.field);
  expect([hashState(server.dataDirectory), listEvidenceFiles(server.dataDirectory)]).toEqual(before);
});

test('[ERR3] an upload that breaks off leaves nothing', async () => {
  const before = [hashState(server.dataDirectory), listEvidenceFiles(server.dataDirectory)];
  const { hostname, port } = new URL(server.url);
  const line = connect(Number(port), hostname);
  await new Promise((ready) => line.once('connect', ready));
  const head = [
    `POST ${address} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${server.operator.token}`,
    `Idempotency-Key: ${randomUUID()}`,
    `Content-Type: ${multipart}`,
    'Content-Length: 1000000',
  ];
  line.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((sent) => line.write(writeBody([photoPart()]).subarray(0, 300), sent));
  line.destroy();
  expect((await send(writeBody([fieldPart('evil', 'x')]))).status).toBe(400);
  expect([hashState(server.dataDirectory), listEvidenceFiles(server.dataDirectory)]).toEqual(before);
});
