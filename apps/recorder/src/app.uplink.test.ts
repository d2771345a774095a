import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { controlPaths, mediaPaths, toStillName, uplinkPaths, type ArchiveDay } from '@sitecast/contract';
import { parseSegmentIndex, type SegmentRecord } from '@sitecast/hls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, drawClip } from '../tests/clip.ts';
import { openCutLine, type CutLine } from '../../../tests/support/cut-line.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';

const key = 'key-of-the-gate-camera';
const kilobits = 1_000;
const hourMs = 3_600_000;
/** Noon at the site, three days back: nothing else is there. */
const longAgoMs = Math.floor(Date.now() / (24 * hourMs)) * 24 * hourMs - 65 * hourMs;

const leftHalf = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];

/** What stands in the index of a camera, as it was written. */
async function readIndex(folder: string): Promise<SegmentRecord[]> {
  const media = join(folder, 'recorder/media/gate-1');
  const days = (await readdir(media)).filter((name) => /^\d{4}-/.test(name));
  const files = await Promise.all(
    days.map(async (day) => (await readdir(join(media, day))).map((name) => join(media, day, name))),
  );
  const texts = files
    .flat()
    .filter((name) => name.endsWith('.idx'))
    .map((name) => readFile(name, 'latin1'));
  return (await Promise.all(texts)).flatMap(parseSegmentIndex);
}

const toName = ({ run, startMs }: Pick<SegmentRecord, 'run' | 'startMs'>) => `${run}/${startMs}`;
const toDay = (atMs: number) => new Date(atMs + 5 * hourMs).toISOString().slice(0, 10);

describe('a recorder at a site and the central one', () => {
  let folders: { site: string; centre: string };
  let site: RecorderProcess;
  let centre: RecorderProcess;
  let line: CutLine;
  /** What the site recorded while the line was down. */
  let missed: SegmentRecord[] = [];
  const startSite = () =>
    startRecorder(folders.site, { SITECAST_UPLINK_URL: line.url, SITECAST_UPLINK_KBPS: String(kilobits) });

  const send = (path: string, body: Uint8Array<ArrayBuffer>, given = key, method = 'PUT') =>
    fetch(centre.url + path, { method, headers: { authorization: `Bearer ${given}` }, body });
  /** A segment as the site sends it, init and all. */
  const readWhole = async (record: SegmentRecord): Promise<Uint8Array<ArrayBuffer>> => {
    const [init, bytes] = await Promise.all(
      [`${record.initId}/init.mp4`, `${toName(record)}.m4s`].map(async (name) =>
        Buffer.from(await (await site.get(`/media/gate-1/${name}`, { asControl: true })).arrayBuffer()),
      ),
    );
    return new Uint8Array(Buffer.concat([init ?? Buffer.alloc(0), bytes ?? Buffer.alloc(0)]));
  };
  const readDay = async (atMs: number, one = centre): Promise<ArchiveDay> =>
    (await (await one.control('GET', controlPaths.archiveDay('gate-1', toDay(atMs)))).json()) as ArchiveDay;

  beforeAll(async () => {
    folders = { site: await makeDataFolder(), centre: await makeDataFolder() };
    await drawClip(join(folders.site, 'recorder/import/clip.mp4'));
    await mkdir(join(folders.site, 'secrets'), { mode: 0o700 });
    await writeFile(join(folders.site, 'secrets/uplink-gate-1.key'), `${key}\n`, { mode: 0o600 });
    centre = await startRecorder(folders.centre);
    await centre.putCamera('gate-1', { source: { kind: 'site', key } });
    line = await openCutLine(Number(new URL(centre.url).port));
    site = await startSite();
    await site.putCamera('gate-1', {});
  });
  afterAll(async () => {
    expect(await site.stop()).toBe(0);
    expect(await centre.stop()).toBe(0);
    await line.close();
    await Promise.all(Object.values(folders).map(removeDataFolder));
  });

  it('shows at the centre what the site records, under the same names, and judges it there', async () => {
    const text = await waitForLive(centre, 'gate-1', 3);
    const sent = new Set((await readIndex(folders.site)).map(toName));
    for (const [, name = ''] of text.matchAll(/^(\S+)\.m4s$/gm)) expect(sent).toContain(name);
    const view = await until('live at the centre', async () => {
      const one = await centre.view('gate-1');
      return one.health.state === 'live' ? one : null;
    });
    expect(view.source).toEqual({
      kind: 'site',
      host: null,
      hasPassword: true,
      ingestUrl: centre.url,
    });
    expect(view.framesPerSecond).toBe(25);
    const { frames, complaints } = await decode(centre.url + mediaPaths.live('gate-1'), 2);
    expect(frames).toBeGreaterThanOrEqual(49);
    expect(complaints).toBe('');
  });

  it('[EDGE1] opens for the key of the camera alone', async () => {
    const path = uplinkPaths.segment('gate-1', 'a'.repeat(16), Date.now() - 60_000, 2_000);
    for (const [where, given] of [
      [path, ''],
      [path, `${key}x`],
      [path, centre.token],
      [path.replace('gate-1', 'no-such'), key],
      ['/uplink/gate-1', key],
      ['/uplink/', key],
    ] as const) {
      const response = await send(where, new Uint8Array(8), given);
      expect([where, response.status]).toEqual([where, 401]);
      expect(await response.json()).toMatchObject({ code: 'session.required' });
    }
    expect((await send(path, new Uint8Array(8), key, 'POST')).status).toBe(405);
  });

  it('[EDGE5] refuses what is no segment or not of its time, and keeps nothing of it', async () => {
    const [record] = await readIndex(folders.site);
    if (!record) throw new Error('nothing is recorded');
    const good = await readWhole(record);
    const { durationMs } = record;
    const atMs = Date.now() - 2 * hourMs;
    const before = (await readIndex(folders.centre)).length;
    const name = (startMs: number, lengthMs = durationMs) =>
      uplinkPaths.segment('gate-1', 'b'.repeat(16), Math.round(startMs), lengthMs);
    const twice = new Uint8Array(Buffer.concat([good, good]));
    const flipped = new Uint8Array(good);
    flipped[Buffer.from(good).indexOf('trun')] = 0;
    const bad: readonly (readonly [string, string, Uint8Array<ArrayBuffer>, number])[] = [
      ['nothing', name(atMs), new Uint8Array(0), 400],
      ['zeros', name(atMs), new Uint8Array(4_096), 400],
      ['text', name(atMs), new Uint8Array(Buffer.from('<html>'.repeat(99))), 400],
      ['cut off', name(atMs), good.slice(0, -1), 400],
      ['one byte more', name(atMs), new Uint8Array([...good, 0]), 400],
      ['the fragments alone', name(atMs), good.slice(good.byteLength - record.lengthBytes), 400],
      ['the init alone', name(atMs), good.slice(0, good.byteLength - record.lengthBytes), 400],
      ['twice in one', name(atMs), twice, 400],
      ['a broken box', name(atMs), flipped, 400],
      ['another length', name(atMs, durationMs + 400), good, 400],
      ['too long', name(atMs, 60_000), good, 400],
      ['ahead of the clock', name(Date.now() + hourMs), good, 400],
      ['before 1970', name(atMs).replace(/\/\d+-/, '/-1-'), good, 404],
      ['far too old', name(1_000), good, 400],
      ['a way out', '/uplink/gate-1/segments/..%2f..%2fx/1-2.mp4', good, 404],
      ['a huge body', name(atMs), new Uint8Array(17 * 1_048_576), 413],
      ['no still', uplinkPaths.still('gate-1', new Date(atMs).toISOString()), good, 400],
    ];
    for (const [what, path, body, status] of bad)
      expect([what, (await send(path, body)).status]).toEqual([what, status]);
    const half = connect(Number(new URL(centre.url).port), '127.0.0.1');
    const head = [`PUT ${name(atMs)} HTTP/1.1`, 'Host: centre', `Authorization: Bearer ${key}`, 'Content-Length: 9000'];
    half.write(`${head.join('\r\n')}\r\n\r\n${'x'.repeat(500)}`, () => half.resetAndDestroy());
    const clock = await send(name(Date.now() + hourMs), good);
    expect(await clock.json()).toMatchObject({ field: 'clock' });
    const kept = await readIndex(folders.centre);
    expect(kept.filter(({ run }) => run === 'b'.repeat(16))).toEqual([]);
    expect(kept.length).toBeGreaterThanOrEqual(before);
  });

  it('[EDGE2] keeps a segment once however often it comes, in an hour that is long over', async () => {
    const [record] = await readIndex(folders.site);
    if (!record) throw new Error('nothing is recorded');
    const body = await readWhole(record);
    const startMs = longAgoMs;
    const run = 'c'.repeat(16);
    const path = uplinkPaths.segment('gate-1', run, startMs, record.durationMs);
    const answers = await Promise.all([send(path, body), send(path, body), send(path, body)]);
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await send(path, body)).status).toBe(204);
    const other = (await readIndex(folders.site)).find(({ lengthBytes }) => lengthBytes !== record.lengthBytes);
    if (!other) throw new Error('all segments are of one length');
    const taken = uplinkPaths.segment('gate-1', run, startMs, other.durationMs);
    expect((await send(taken, await readWhole(other))).status).toBe(422);
    expect((await readIndex(folders.centre)).filter((one) => one.run === run)).toHaveLength(1);
    // It is old: the archive has it, the live list does not.
    expect((await readDay(startMs)).recordedMs).toBe(record.durationMs);
    expect(await (await centre.get(mediaPaths.live('gate-1'))).text()).not.toContain(run);
  });

  it('[EDGE2] takes one of two recorders that claim the camera, the one that came first, and the other when that is gone', async () => {
    const [record] = await readIndex(folders.site);
    if (!record) throw new Error('nothing is recorded');
    const body = await readWhole(record);
    const offer = async (run: string, startMs: number) =>
      (await send(uplinkPaths.segment('gate-1', run.repeat(16), Math.round(startMs), record.durationMs), body)).status;
    const atMs = longAgoMs + 600_000;
    const { durationMs } = record;
    expect(await offer('d', atMs)).toBe(204);
    expect(await offer('e', atMs + 700)).toBe(422);
    expect(await offer('d', atMs + durationMs)).toBe(204);
    expect(await offer('e', atMs + durationMs + 700)).toBe(422);
    // The first one is gone; what the other has of after it is taken.
    expect(await offer('e', atMs + 2 * durationMs - 100)).toBe(204);
    expect((await readIndex(folders.centre)).filter(({ run }) => /^(?:d+|e+)$/.test(run))).toHaveLength(3);
    // Nor does what is live change hands while it comes.
    await waitForLive(centre, 'gate-1', 3);
    const newest = (await readIndex(folders.centre)).reduce((one, other) =>
      one.startMs > other.startMs ? one : other,
    );
    expect(await offer('f', newest.startMs + 700)).toBe(422);
    expect(await (await centre.get(mediaPaths.live('gate-1'))).text()).not.toContain('f'.repeat(16));
  });

  it('[EDGE3] [EDGE4] fills a cut in: stills first, in order, below the cap, through kill -9 of both, and nothing is lost', async () => {
    // What began this shortly before the line is back may go as new.
    const newMs = 12_000;
    expect(centre.errors).not.toContain('a request failed');
    // From here on the public sees it with a mask.
    const always = [{ from: '2000-01-01T00:00:00.000Z', to: null, masked: true }];
    const privacy = { delayS: 0, mask: { version: 1, polygons: [leftHalf] }, spans: always };
    expect((await centre.control('PATCH', '/control/cameras/gate-1', { privacy })).status).toBe(200);
    const cutMs = Date.now();
    const longAgo = await readDay(longAgoMs);
    line.cut();
    const day = await until('the outage in the archive', async () => {
      const one = await readDay(cutMs);
      return one.outages.some(({ cause, to }) => cause === 'uplink-offline' && Date.parse(to) > cutMs) ? one : null;
    });
    expect(day.outages.at(-1)?.cause).toBe('uplink-offline');
    const stills: string[] = [];
    for (const back of [3_000, 2_000, 1_000]) {
      const instant = new Date(Math.floor((Date.now() - back) / 1_000) * 1_000).toISOString();
      const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, stills.length, 0xff, 0xd9]);
      expect((await site.control('PUT', controlPaths.still('gate-1', toStillName(instant)), jpeg)).status).toBe(204);
      stills.push(instant);
    }
    await site.killHard();
    const againMs = Date.now();
    site = await startSite();
    await until('the site records on', async () =>
      (await readIndex(folders.site)).some(({ startMs }) => startMs > againMs + newMs),
    );

    const healMs = Date.now();
    const from = line.passed.length;
    const owed = (await readIndex(folders.site)).filter(({ startMs }) => startMs > cutMs && startMs < healMs - newMs);
    const names = new Set(owed.map(toName));
    expect(names.size).toBeGreaterThan(3);
    line.heal();
    const countKept = async () => (await readIndex(folders.centre)).filter((one) => names.has(toName(one))).length;
    await until('the gap begins to close', async () => (await countKept()) > 1);
    const { port } = new URL(centre.url);
    await centre.killHard();
    centre = await startRecorder(folders.centre, { SITECAST_RECORDER_PORT: port });
    await until('the gap is closed', async () => (await countKept()) >= names.size, 120_000);

    const kept = (await readIndex(folders.centre)).map(toName);
    expect(new Set(kept).size).toBe(kept.length);
    for (const record of owed) {
      const path = `/media/gate-1/${toName(record)}.m4s`;
      const [mine, theirs] = await Promise.all([site, centre].map((one) => one.get(path, { asControl: true })));
      expect(
        Buffer.from((await theirs?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(
          Buffer.from((await mine?.arrayBuffer()) ?? new ArrayBuffer(1)),
        ),
      ).toBe(true);
    }
    for (const instant of stills)
      expect((await centre.get(mediaPaths.still('gate-1', instant), { asControl: true })).status).toBe(200);

    // What was tried before the line was whole again is not there: `passed` begins with the healing.
    const parcels = line.passed
      .slice(from)
      .filter(({ path }) => path.includes('/stills/') || names.has(toNameOf(path)));
    const firstFootage = parcels.findIndex(({ path }) => path.includes('/segments/'));
    const sentStills = parcels.slice(0, firstFootage).map(({ path }) => path);
    for (const instant of stills) expect(sentStills).toContain(uplinkPaths.still('gate-1', instant));
    const starts = parcels
      .slice(firstFootage)
      .flatMap(({ path }) => (path.includes('/segments/') ? [toStartMs(path)] : []));
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    const bits = parcels.reduce((sum, { lengthBytes }) => sum + lengthBytes * 8, 0);
    const seconds = ((parcels.at(-1)?.atMs ?? 0) - (parcels[0]?.atMs ?? 0)) / 1_000;
    // One second's worth may go at once, the last parcel is still on its way, and the clock is not the same.
    expect(bits).toBeLessThan(kilobits * 1_000 * (1.5 * seconds + 4));

    // The site itself was killed in between: its own archive misses as much, the centre no more.
    const countMissing = async (one: RecorderProcess) => {
      const { outages } = await readDay(cutMs, one);
      const inCut = outages.map(
        ({ from, to }) => Math.min(Date.parse(to), healMs - newMs) - Math.max(Date.parse(from), cutMs),
      );
      return inCut.reduce((sum, ms) => sum + Math.max(0, ms), 0);
    };
    expect(Math.abs((await countMissing(centre)) - (await countMissing(site)))).toBeLessThan(1_000);
    expect((await readDay(longAgoMs)).recordedMs).toBe(longAgo.recordedMs);
    const live = await waitForLive(centre, 'gate-1', 2);
    for (const name of names) expect(live).not.toContain(name);
    missed = owed;
  });

  it('[PRIV2] [EDGE6] masks what was filled in before the public sees it, and says meanwhile what is still to come', async () => {
    const [first, last] = [missed[0], missed.at(-1)];
    if (!first || !last) throw new Error('nothing was missed');
    const toMs = last.startMs + last.durationMs;
    const path = mediaPaths.replay('gate-1', new Date(first.startMs).toISOString(), new Date(toMs).toISOString());
    const sealed = new Set(missed.map(({ run }) => run));
    const names = await until(
      'the public sees it',
      async () => {
        const found = [...(await (await centre.get(path)).text()).matchAll(/^(\S+)\/(\d+)\.m4s$/gm)];
        const there = new Set(found.map(([, , start]) => Number(start)));
        // The first may lie behind what was masked live before the cut.
        return missed.slice(1).every(({ startMs }) => there.has(startMs)) ? found : null;
      },
      120_000,
    );
    for (const [, run = ''] of names) expect(sealed).not.toContain(run);
    const { frames, complaints } = await decode(centre.url + path, 4);
    expect(frames).toBeGreaterThanOrEqual(95);
    expect(complaints).toBe('');
    for (const { run, startMs } of missed)
      expect((await centre.get(`/media/gate-1/${run}/${startMs}.m4s`)).status).toBe(404);
    const day = await until('nothing of it is to come any more', async () => {
      const { backFill, kept } = await readDay(first.startMs);
      const isMasked = backFill?.masking.every(({ from }) => Date.parse(from) >= toMs) === true;
      const isDone = isMasked && backFill?.heardAt !== null && backFill?.owed.length === 0;
      return isDone ? { backFill, kept } : null;
    });
    const isKept = (atMs: number) => day.kept.some(({ from, to }) => Date.parse(from) <= atMs && atMs < Date.parse(to));
    expect(missed.slice(1).filter(({ startMs }) => !isKept(startMs))).toEqual([]);
  });

  it('[EDGE6] refuses what is no report of what is owed', async () => {
    const path = uplinkPaths.owed('gate-1');
    const report = { footage: [], stills: 0, lengthBytes: 0, remainingMs: null };
    const put = (body: unknown, given = key) =>
      fetch(centre.url + path, {
        method: 'PUT',
        headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    expect((await put(report, 'another-key-of-this-length')).status).toBe(401);
    expect((await put(report)).status).toBe(204);
    const span = { fromMs: 1, toMs: 2 };
    const bad: readonly (readonly [unknown, number])[] = [
      ['{', 400],
      ['null', 400],
      [{ ...report, stills: -1 }, 400],
      [{ ...report, remainingMs: 'soon' }, 400],
      [{ ...report, more: 1 }, 400],
      [{ ...report, footage: Array.from({ length: 201 }, () => span) }, 400],
      [{ ...report, footage: [{ fromMs: 1, toMs: 1e300 }] }, 400],
      ['x'.repeat(70_000), 413],
    ];
    for (const [body, status] of bad) expect([body, (await put(body)).status]).toEqual([body, status]);
  });

  it('[CTRL2] shows the key nowhere', async () => {
    for (const one of [site, centre]) expect(one.errors).not.toContain(key);
    expect(JSON.stringify(await centre.view('gate-1'))).not.toContain(key);
    expect(await readFile(join(folders.centre, 'recorder/cameras/gate-1.json'), 'utf8')).not.toContain(key);
  });
});

const nameForm = /segments\/([a-z0-9]+)\/(\d+)-/;
const toNameOf = (path: string): string => nameForm.exec(path)?.slice(1).join('/') ?? '';
const toStartMs = (path: string): number => Number(nameForm.exec(path)?.[2]);
