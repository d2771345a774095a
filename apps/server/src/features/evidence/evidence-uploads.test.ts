import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashState, listEvidenceFiles } from '../../app/testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let manager: TestCaller;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
});
afterAll(() => server.close());

const upload = (bytes: Uint8Array, fields: Record<string, string> = {}, name = 'photo.jpg') => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('photo', new Blob([new Uint8Array(bytes)]), name);
  return server.ask('POST', '/api/projects/k-park/evidence', { as: manager, body: form });
};
const drawScene = (width = 2_400, height = 1_200) =>
  sharp({ create: { width, height, channels: 3, background: '#3a7f8c' } });
const canaries = { position: '43/1 51/1 2718/100', serial: 'SERIAL-CANARY-91827', comment: 'COMMENT-CANARY-55' };
/** A photo as a phone takes it: position, serial number, a comment, and turned by its orientation tag. */
const takePhoto = () =>
  drawScene()
    .withExif({
      IFD0: { Make: canaries.comment, ImageDescription: canaries.comment },
      IFD2: { BodySerialNumber: canaries.serial },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: canaries.position,
        GPSLongitudeRef: 'E',
        GPSLongitude: canaries.position,
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
const fetchBytes = async (address: string, as: TestCaller = {}) => {
  const headers: Record<string, string> = as.cookie === undefined ? {} : { cookie: as.cookie };
  const response = await fetch(server.url + address, { headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
};

describe('a photo', () => {
  test('[ERR2] of a time that has not come yet is refused', async () => {
    const photo = await drawScene(40, 30).jpeg().toBuffer();
    const { status, body } = await upload(photo, { takenAt: '2026-11-23T06:06:00.000Z' });
    expect([status, body.field]).toEqual([400, 'takenAt']);
    expect((await upload(photo, { takenAt: '2026-11-23T06:04:00.000Z' })).status).toBe(201);
  });

  test('is drawn anew without position, serial number or comment; its own time and credit are kept beside it', async () => {
    const photo = await takePhoto();
    expect(photo.includes(canaries.serial)).toBe(true);
    const fields = { credit: 'Site office', takenAt: '2026-11-20T07:15:00.000Z' };
    const { status, body } = await upload(photo, fields);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...fields, sha256: createHash('sha256').update(photo).digest('hex') });
    // Turned upright, 1600 px on the longer edge.
    expect([body.width, body.height]).toEqual([800, 1_600]);
    for (const [address, edge] of [
      [body.url, 1_600],
      [body.thumbnailUrl, 320],
    ]) {
      const { bytes } = await fetchBytes(address, manager);
      const { format, exif, xmp, iptc, icc, height, orientation } = await sharp(bytes).metadata();
      expect({ format, exif, xmp, iptc, icc, orientation, height }).toEqual({ format: 'webp', height: edge });
      for (const canary of Object.values(canaries)) expect(bytes.includes(canary)).toBe(false);
    }
  });

  test.each([
    [{ DateTimeOriginal: '2026:11:20 12:15:30' }, '2026-11-20T07:15:30.000Z'],
    [{ DateTimeOriginal: '2026:11:20 12:15:30', OffsetTimeOriginal: '+09:00' }, '2026-11-20T03:15:30.000Z'],
    [{ DateTimeOriginal: '2031:01:01 00:00:00' }, null],
    [{ DateTimeOriginal: 'yesterday' }, null],
    [{}, null],
  ])(
    'says when it was taken as its camera does, in the clock of the site: %j',
    async (tags: Record<string, string>, takenAt) => {
      const photo = await drawScene(40, 30).withExif({ IFD2: tags }).jpeg().toBuffer();
      const { body } = await upload(photo);
      expect(body.takenAt).toBe(takenAt);
    },
  );

  test('is sealed as it was sent, under its hash, and served to nobody', async () => {
    const photo = await drawScene(64, 64).png().toBuffer();
    const { body } = await upload(photo);
    const file = path.join(server.dataDirectory, 'server', 'evidence', body.sha256.slice(0, 2), body.sha256);
    expect(await readFile(file)).toEqual(photo);
    for (const size of ['original', body.sha256, 'large']) {
      const { response } = await fetchBytes(`/evidence/${body.id}/${size}`, manager);
      expect(response.status).toBe(404);
    }
  });

  test('is public from the post that carries it, not before', async () => {
    const { body } = await upload(await drawScene(640, 480).webp().toBuffer());
    expect((await fetchBytes(body.url)).response.status).toBe(404);
    const mine = await fetchBytes(body.url, manager);
    expect([mine.response.status, mine.response.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    const { body: list } = await server.ask('GET', '/api/projects/k-park/milestones');
    const { version } = list.items.find((item: { code: string }) => item.code === 'M05');
    const post = { code: 'M05', actual: '2026-11-20', evidence: [body.id], expectedVersion: version };
    const answer = await server.ask('POST', '/api/projects/k-park/milestones', { as: manager, body: post });
    expect(answer.body.milestone.evidence).toEqual([body]);
    const { response } = await fetchBytes(body.url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  test('of one project is no evidence of another', async () => {
    const { body } = await upload(await drawScene(32, 32).png().toBuffer());
    const title = { en: 'Elsewhere' };
    const post = { title, kind: 'public', actual: '2026-11-20', evidence: [body.id] };
    const answer = await server.ask('POST', '/api/projects/iconic-towers/milestones', {
      as: server.operator,
      body: post,
    });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([404, 'evidence.not-found', 'evidence.0']);
  });
});

describe('what is no photo', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const files: [string, () => Promise<Uint8Array>][] = [
    ['an SVG', async () => Buffer.from(svg)],
    ['HTML behind a JPEG head', async () => Buffer.concat([jpegHead, Buffer.from('<html><script>1</script>')])],
    ['an SVG behind a PNG head', async () => Buffer.concat([pngHead, Buffer.from(svg)])],
    ['a RIFF that is no WebP', async () => Buffer.from('RIFF\u0010\u0000\u0000\u0000WAVEfmt ')],
    ['half a JPEG', async () => (await takePhoto()).subarray(0, 2_000)],
    ['a GIF', async () => drawScene(8, 8).gif().toBuffer()],
    ['a TIFF', async () => drawScene(8, 8).tiff().toBuffer()],
    ['a PNG of 51 million pixels', async () => drawScene(10_200, 5_000).png({ compressionLevel: 9 }).toBuffer()],
    ['a PDF', async () => Buffer.from('%PDF-1.7\n1 0 obj')],
    ['zeros', async () => Buffer.alloc(4_096)],
  ];

  test.each(files)('[ERR3] %s is refused and leaves nothing behind', async (_name, make) => {
    const before = hashState(server.dataDirectory);
    const { status, body } = await upload(await make());
    expect([status, body.code, body.field]).toEqual([415, 'evidence.unreadable', 'photo']);
    expect(JSON.stringify(body)).not.toMatch(/vips|sharp|\/tmp|script/i);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('[MEDIA6] no name of a file reaches the disk', async () => {
    await upload(await drawScene(16, 16).png().toBuffer(), {}, '../../../../evil.html');
    for (const file of listEvidenceFiles(server.dataDirectory))
      expect(file).toMatch(/^[0-9a-f]{64}(\.(large|small)\.webp)?$/);
  });
});
