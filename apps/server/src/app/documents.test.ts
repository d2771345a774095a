import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from './testing/open-page.ts';
import { hashState } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let manager: TestCaller;
let investor: TestCaller;
let blind: TestCaller;
let stranger: TestCaller;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  const projects = ['k-park'];
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects });
  investor = await server.addPerson({ login: 'i@example.kz', role: 'investor', projects });
  blind = await server.addPerson({ login: 'b@example.kz', role: 'investor', projects, costs: false });
  stranger = await server.addPerson({ login: 's@example.kz', role: 'investor', projects: ['iconic-towers'] });
});
afterAll(() => server.close());

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n1 0 obj<<>>endobj\n% ${text}\ntrailer<<>>\n%%EOF\n`);
/** A zip of empty entries by these names, as a writer of office files lays it out. */
function zip(names: readonly string[], flags = 0): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const packed = deflateRawSync(Buffer.from('<x/>'));
  for (const name of names) {
    const bytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(4, 18);
    fields.writeUInt16LE(bytes.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004'), fields, bytes, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, place, bytes);
    offset += 30 + bytes.length + packed.length;
  }
  const middle = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(names.length, 4);
  end.writeUInt16LE(names.length, 6);
  end.writeUInt32LE(middle.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, middle, Buffer.from('PK\u0005\u0006'), end]);
}
const workbook = ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'];

const record = {
  title: { en: 'Rules' },
  kind: 'plan',
  visibility: 'public',
  provenance: { kind: 'sample', source: null },
};
function upload(bytes: Uint8Array, said: object = {}, name = 'rules.pdf', headers: Record<string, string> = {}) {
  const form = new FormData();
  form.set('record', JSON.stringify({ ...record, ...said }));
  form.set('document', new Blob([new Uint8Array(bytes)]), name);
  return server.ask('POST', '/api/projects/k-park/documents', { as: manager, body: form, headers });
}
const listFor = async (as: TestCaller): Promise<{ id: string; title: { en: string } }[]> =>
  (await server.ask('GET', '/api/projects/k-park/documents', { as })).body.items;
async function take(address: string, as: TestCaller = {}) {
  const headers: Record<string, string> = as.cookie === undefined ? {} : { cookie: as.cookie };
  const response = await fetch(server.url + address, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const listFiles = () => {
  const folder = path.join(server.dataDirectory, 'server', 'documents');
  return readdirSync(folder, { recursive: true }).map(String).toSorted();
};

describe('a document', () => {
  test('[DOC3] is served as it was checked, to be saved, with its hash; no page of ours can run it', async () => {
    const bytes = pdf('public');
    const { status, body } = await upload(bytes, {}, 'Ереже «1».pdf');
    expect([status, body.version, body.mediaType]).toEqual([201, 1, 'application/pdf']);
    expect(body.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const taken = await take(body.url);
    expect(taken.bytes).toEqual(bytes);
    expect(taken.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%D0%95/);
    expect(taken.headers.get('x-content-type-options')).toBe('nosniff');
    expect(taken.headers.get('content-security-policy')).toContain('sandbox');
    expect(listFiles().every((file) => /^[0-9a-f]{2}(\/[0-9a-f]{64})?$/.test(file))).toBe(true);
  });

  test('[DOC4] reaches whom it is for and nobody else, by no door', async () => {
    const canary = 'DOCUMENT-CANARY-7';
    const forInvestors = await upload(pdf('money'), { title: { en: `${canary} costs` }, visibility: 'investor' });
    const forTeam = await upload(pdf('team'), { title: { en: `${canary} team` }, visibility: 'team' });
    const sees = async (as: TestCaller, { body }: typeof forTeam) => [
      (await listFor(as)).some(({ id }) => id === body.id),
      (await take(body.url, as)).status === 200,
    ];
    for (const as of [{}, stranger, blind]) {
      expect(await sees(as, forInvestors)).toEqual([false, false]);
      expect(await sees(as, forTeam)).toEqual([false, false]);
    }
    expect(await sees(investor, forInvestors)).toEqual([true, true]);
    expect(await sees(investor, forTeam)).toEqual([false, false]);
    expect(await sees(manager, forTeam)).toEqual([true, true]);
    const page = await openPage(server.url);
    const watched = JSON.stringify(await page.watch({ topic: 'project', code: 'k-park', since: 0 }));
    page.close();
    for (const door of ['/api/projects/k-park', '/projects/k-park', '/projects/k-park/__data.json', '/invest/k-park']) {
      expect(JSON.stringify((await server.ask('GET', door)).body), door).not.toContain(canary);
    }
    expect(watched + server.logged()).not.toContain(canary);
  });

  test('is replaced by a version beside it, and withdrawn from every reader at once', async () => {
    const first = await upload(pdf('first'));
    const page = await openPage(server.url);
    await page.watch({ topic: 'project', code: 'k-park', since: 0 });
    const second = await upload(pdf('second'), { replaces: first.body.id });
    expect(second.body).toMatchObject({ id: first.body.id, version: 2, earlier: [{ version: 1 }] });
    const told = await page.nextEvent((event) => event.type === 'documents:changed');
    expect(JSON.stringify(told.payload)).toContain(second.body.sha256);
    expect((await take(first.body.url)).bytes).toEqual(pdf('first'));
    const { status } = await server.ask('DELETE', `/api/projects/k-park/documents/${first.body.id}`, { as: manager });
    expect(status).toBe(204);
    expect([(await take(second.body.url)).status, (await take(first.body.url, manager)).status]).toEqual([404, 404]);
    expect((await upload(pdf('third'), { replaces: first.body.id })).body.code).toBe('document.not-found');
    page.close();
  });

  test('that becomes the team’s takes the public version with it', async () => {
    const first = await upload(pdf('was public'));
    const second = await upload(pdf('is the team’s'), { replaces: first.body.id, visibility: 'team' });
    expect([(await take(first.body.url)).status, (await take(second.body.url)).status]).toEqual([404, 404]);
    expect((await take(first.body.url, manager)).status).toBe(200);
  });

  test('[IDEM2] sent twice with one key is there once', async () => {
    const headers = { 'idempotency-key': 'document-upload-0001' };
    const before = (await listFor(manager)).length;
    const [one, two] = [
      await upload(pdf('once'), {}, 'once.pdf', headers),
      await upload(pdf('once'), {}, 'once.pdf', headers),
    ];
    expect(two.body).toEqual(one.body);
    expect((await listFor(manager)).length).toBe(before + 1);
  });

  test('that is an image is drawn anew, without the place it was taken at', async () => {
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#3a7f8c' } })
      .withExif({ IFD0: { ImageDescription: 'PLACE-CANARY' } })
      .jpeg()
      .toBuffer();
    expect(photo.includes('PLACE-CANARY')).toBe(true);
    const { body } = await upload(photo, {}, 'scan.jpg');
    const taken = await take(body.url);
    expect(taken.bytes.includes('PLACE-CANARY')).toBe(false);
    expect(createHash('sha256').update(taken.bytes).digest('hex')).toBe(body.sha256);
    expect((await sharp(taken.bytes).metadata()).width).toBe(64);
  });

  test('may be a workbook', async () => {
    const { status, body } = await upload(zip(workbook), {}, 'costs.exe');
    expect([status, body.fileName]).toEqual([201, 'costs.xlsx']);
  });
});

describe('what is no document', () => {
  const files: [string, () => Buffer][] = [
    ['HTML', () => Buffer.from('<html><script>1</script>')],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['HTML behind a JPEG head', () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<html>')])],
    ['half a PDF', () => pdf('cut').subarray(0, 20)],
    ['a zip of anything', () => zip(['a.txt'])],
    ['a workbook with macros', () => zip([...workbook, 'xl/vbaProject.bin'])],
    ['an archive that leads elsewhere', () => zip([...workbook, '../../evil'])],
    ['an encrypted archive', () => zip(workbook, 1)],
    ['a zip that ends early', () => zip(workbook).subarray(0, -30)],
    ['a program', () => Buffer.from('MZ\u0090\u0000')],
  ];
  test.each(files)('[ERR3] %s is refused and leaves nothing behind', async (_name, make) => {
    const before = [hashState(server.dataDirectory), listFiles().join()];
    const { status, body } = await upload(make());
    expect([status, body.code, body.field]).toEqual([415, 'document.unreadable', 'document']);
    expect([hashState(server.dataDirectory), listFiles().join()]).toEqual(before);
  });

  test.each([
    ['record', 'no json'],
    ['visibility', JSON.stringify({ ...record, visibility: 'world' })],
    ['provenance.source', JSON.stringify({ ...record, provenance: { kind: 'fact', source: null } })],
    ['sha256', JSON.stringify({ ...record, sha256: '00' })],
  ])('[ERR2] a record with a bad %s is refused by that name', async (field, text) => {
    const form = new FormData();
    form.set('record', text);
    form.set('document', new Blob([new Uint8Array(pdf('x'))]), 'x.pdf');
    const { status, body } = await server.ask('POST', '/api/projects/k-park/documents', { as: manager, body: form });
    expect([status, body.field]).toEqual([400, field]);
  });

  test.each(['/documents/none/1', '/documents/../1', '/documents/none/0', '/documents/none/1?x=1', '/documents/'])(
    '[ERR5] %s is not there',
    async (address) => {
      expect((await take(address, manager)).status).toBe(404);
    },
  );
});
