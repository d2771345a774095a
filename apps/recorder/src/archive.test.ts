import { execFile } from 'node:child_process';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  archiveDaySchema,
  archiveMonthSchema,
  clipViewSchema,
  controlPaths,
  coverageViewSchema,
  footagePassSchema,
  mediaPaths,
  toStillName,
  type ArchiveDay,
  type ClipView,
} from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../tests/support/until.ts';
import { decode, drawClip, ffmpegPath } from '../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';

const run = promisify(execFile);
const hour = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const open = { from: '1970-01-01T00:00:00.000Z', to: null, masked: false };
const privacy = { delayS: 0, mask: { version: 0, polygons: [] }, spans: [open] };

let folder: string;
let recorder: RecorderProcess;
let jpeg: Buffer;

/** Writes an hour of footage of two hours ago, made of what was recorded just now under other times. */
async function recordThePast(camera: string, startMs: number, seconds: number): Promise<void> {
  const live = await waitForLive(recorder, camera, 3);
  const media = join(folder, 'recorder/media', camera);
  const init = /([a-f0-9]{16})\/init\.mp4/.exec(live)?.[1] ?? '';
  const address = /^([a-z0-9]{16}\/\d+)\.m4s$/m.exec(live)?.[0] ?? '';
  const bytes = Buffer.from(await (await recorder.get(`/media/${camera}/${address}`)).arrayBuffer());
  const lines: string[] = [];
  const pieces: Buffer[] = [];
  for (let second = 0; second < seconds; second += 2) {
    const offset = pieces.length * bytes.byteLength;
    const name = String(second).padStart(16, '0');
    lines.push(`s ${startMs + second * 1_000} 2000 ${offset} ${bytes.byteLength} ${name} 1 ${init}\n`);
    pieces.push(bytes);
  }
  const at = iso(startMs);
  await run('mkdir', ['-p', join(media, at.slice(0, 10))]);
  await writeFile(join(media, at.slice(0, 10), `${at.slice(11, 13)}.m4s`), Buffer.concat(pieces));
  await writeFile(join(media, at.slice(0, 10), `${at.slice(11, 13)}.idx`), lines.join(''));
}

beforeAll(async () => {
  folder = await makeDataFolder();
  await drawClip(join(folder, 'recorder/import/clip.mp4'));
  await run(ffmpegPath, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=640x360',
    '-frames:v',
    '1',
    join(folder, 'still.jpg'),
  ]);
  jpeg = await readFile(join(folder, 'still.jpg'));
  recorder = await startRecorder(folder);
  await recorder.putCamera('gate', { privacy });
});
afterAll(async () => {
  await recorder.stop();
  await removeDataFolder(folder);
});

const putStill = async (atMs: number, bytes: Uint8Array = jpeg) => {
  const answer = await recorder.control('PUT', controlPaths.still('gate', toStillName(iso(atMs))), bytes);
  expect(answer.status).toBe(204);
};
const readDay = async (date: string): Promise<ArchiveDay> =>
  archiveDaySchema.parse(await (await recorder.control('GET', controlPaths.archiveDay('gate', date))).json());

describe('the archive of a camera', () => {
  it('puts a day’s tiny stills on one sheet, whose address never changes its picture', async () => {
    const dayMs = Date.UTC(2026, 0, 14, 19);
    for (let slot = 0; slot < 30; slot += 1) await putStill(dayMs + 3 * hour + slot * 300_000);
    const day = await readDay('2026-01-15');
    expect(day.from).toBe(iso(dayMs));
    expect(day.stills).toBe(30);
    expect(day.stillSeconds).toHaveLength(30);
    expect(day.strip?.at).toHaveLength(15);
    const sheet = await recorder.get(day.strip?.url ?? '');
    expect(sheet.status).toBe(200);
    expect(sheet.headers.get('cache-control')).toBe('public, max-age=3600');
    const path = join(folder, 'sheet.jpg');
    await writeFile(path, Buffer.from(await sheet.arrayBuffer()));
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'stream=width,height',
      '-of',
      'csv=p=0',
      path,
    ]);
    expect(stdout.trim()).toBe(`${12 * 160},${2 * 90}`);
    await putStill(dayMs + 9 * hour);
    const later = await readDay('2026-01-15');
    expect(later.strip?.url).not.toBe(day.strip?.url);
    expect((await recorder.get(later.strip?.url ?? '')).status).toBe(200);
    expect((await recorder.get(day.strip?.url ?? '')).status).toBe(404);
  });

  it('shows no sheet of before when what is public changed, though it was drawn', async () => {
    const before = (await readDay('2026-01-15')).strip?.url ?? '';
    expect((await recorder.get(before)).status).toBe(200);
    const hidden = { ...privacy, spans: [{ ...open, from: '2026-03-01T00:00:00.000Z' }] };
    await recorder.control('PATCH', controlPaths.camera('gate'), { privacy: hidden });
    expect((await recorder.get(before)).status).toBe(404);
    expect((await readDay('2026-01-15')).strip).toBeNull();
    await recorder.control('PATCH', controlPaths.camera('gate'), { privacy });
    expect((await recorder.get(before)).status).toBe(200);
  });

  it('leaves a grey tile where a still cannot be read, and the others where they belong', async () => {
    const dayMs = Date.UTC(2026, 1, 9, 19);
    await putStill(dayMs + 3 * hour);
    await putStill(dayMs + 4 * hour, Buffer.concat([jpeg.subarray(0, 40), Buffer.from([0xff, 0xd9])]));
    await putStill(dayMs + 5 * hour);
    const { strip } = await readDay('2026-02-10');
    expect(strip?.at).toHaveLength(3);
    expect((await recorder.get(strip?.url ?? '')).status).toBe(200);
  });

  it('shows a month with one still of each day, nearest noon at the site', async () => {
    const month = archiveMonthSchema.parse(
      await (await recorder.control('GET', controlPaths.archiveMonth('gate', '2026-01'))).json(),
    );
    expect(month.days).toHaveLength(31);
    expect(month.days[14]?.stills).toBe(31);
    expect(month.firstDay).toBe('2026-01-15');
    expect(month.sheet?.at).toHaveLength(1);
    expect((await recorder.get(month.sheet?.url ?? '')).status).toBe(200);
    const nearest = await recorder.get(mediaPaths.nearestStill('gate', iso(Date.UTC(2026, 0, 15, 4))));
    expect(nearest.headers.get('last-modified')).toBe(new Date(Date.UTC(2026, 0, 15, 4)).toUTCString());
    expect((await recorder.get(mediaPaths.nearestStill('gate', iso(Date.UTC(2026, 5, 1))))).status).toBe(404);
  });

  it('[MEDIA9] plays an hour ago for all, the day before by a pass alone, and a public pin for all', async () => {
    const oldMs = Math.floor((Date.now() - 5 * hour) / hour) * hour;
    await recordThePast('gate', oldMs, 60);
    const replay = mediaPaths.replay('gate', iso(oldMs), iso(oldMs + 30_000));
    expect((await recorder.get(replay)).status).toBe(403);
    const segment = `/media/gate/${'2'.padStart(16, '0')}/${oldMs + 2_000}.m4s`;
    expect((await recorder.get(segment)).status).toBe(403);
    expect((await recorder.get(segment, { asControl: true })).status).toBe(200);

    const answer = await recorder.control('POST', controlPaths.passes('gate'), {
      from: iso(oldMs),
      to: iso(oldMs + 20_000),
    });
    const pass = footagePassSchema.parse(await answer.json());
    const query = replay.slice(replay.indexOf('?'));
    const listed = await (await recorder.get(`${pass.base}replay.m3u8${query}`)).text();
    expect(listed.match(/\.m4s/g)).toHaveLength(10);
    const opened = await recorder.get(segment.replace('/media/gate/', pass.base));
    expect(opened.status).toBe(200);
    expect(opened.headers.get('cache-control')).toBe('public, max-age=300');
    const beyond = `${pass.base}${'40'.padStart(16, '0')}/${oldMs + 40_000}.m4s`;
    expect((await recorder.get(beyond)).status).toBe(403);
    // It opens its stretch, not the camera: what is shown now waits for the public's delay and stands elsewhere.
    for (const name of ['live.m3u8', 'low-latency.m3u8', 'adaptive.m3u8', 'stills/latest.jpg', 'stills.json']) {
      expect((await recorder.get(pass.base + name)).status, name).toBe(404);
    }
    const forged = pass.base.replace(/(.)\/$/, (_, last: string) => `${last === '0' ? '1' : '0'}/`);
    expect((await recorder.get(`${forged}replay.m3u8${query}`)).status).toBe(404);

    const pin = { from: iso(oldMs + 40_000), to: iso(oldMs + 50_000), reason: 'milestone', ref: 'M02', isPublic: true };
    expect((await recorder.control('PUT', controlPaths.pin('gate', 'M02'), pin)).status).toBe(204);
    const moment = await recorder.get(mediaPaths.replay('gate', pin.from, pin.to));
    expect(moment.status).toBe(200);
    await recorder.control('DELETE', controlPaths.pin('gate', 'M02'));
    expect((await recorder.get(mediaPaths.replay('gate', pin.from, pin.to))).status).toBe(403);
  });

  it('gives nothing of a camera that is not public, whatever the pass', async () => {
    const nowMs = Date.now();
    const answer = await recorder.control('POST', controlPaths.passes('gate'), {
      from: iso(nowMs - hour),
      to: iso(nowMs),
    });
    const { base } = footagePassSchema.parse(await answer.json());
    const { strip } = await readDay('2026-01-15');
    await recorder.control('PATCH', controlPaths.camera('gate'), { published: false });
    for (const path of [`${base}replay.m3u8?from=${iso(nowMs - hour)}&to=${iso(nowMs)}`, strip?.url ?? '']) {
      expect((await recorder.get(path)).status).toBe(404);
    }
    await recorder.control('PATCH', controlPaths.camera('gate'), { published: true });
  });

  it('measures coverage from what was recorded, also when the footage has gone, and says why the rest is out', async () => {
    // What was there before it ran is read at the start.
    await recorder.killHard();
    recorder = await startRecorder(folder);
    await waitForLive(recorder, 'gate');
    const nowMs = Date.now();
    const from = iso(nowMs - 2 * 86_400_000).slice(0, 10);
    const to = iso(nowMs + 86_400_000).slice(0, 10);
    const working = { zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', daysOff: [] };
    await recorder.control('PATCH', controlPaths.camera('gate'), { archive: { working } });
    const view = coverageViewSchema.parse(
      await (await recorder.control('GET', controlPaths.coverage('gate', from, to))).json(),
    );
    const { workingMs, recordedMs, offMs, outageMs, shareBp } = view.total;
    expect(recordedMs).toBeGreaterThanOrEqual(60_000);
    expect(recordedMs + offMs + Object.values(outageMs).reduce((sum, ms) => sum + ms, 0)).toBe(workingMs);
    expect(outageMs['recorder-down']).toBeGreaterThan(0);
    expect(shareBp).not.toBeNull();
    expect((await recorder.control('GET', controlPaths.coverage('gate', to, from))).status).toBe(400);
    await recorder.control('PATCH', controlPaths.camera('gate'), { archive: {} });
  });
});

describe('a clip', () => {
  const order = async (fromMs: number, toMs: number, isPublic = true): Promise<Response> =>
    recorder.control('POST', controlPaths.clips, {
      camera: 'gate',
      from: iso(fromMs),
      to: iso(toMs),
      title: 'K-Park, Gate',
      credit: '© Alatau City',
      isPublic,
    });
  const finish = (id: string): Promise<ClipView> =>
    until('the clip is finished', async () => {
      const view = clipViewSchema.parse(await (await recorder.control('GET', controlPaths.clip(id))).json());
      return ['ready', 'failed', 'given-up'].includes(view.state) ? view : null;
    });

  it('is copied without encoding, with its credit and time in the file', async () => {
    await waitForLive(recorder, 'gate', 6);
    const nowMs = Date.now();
    const ordered = clipViewSchema.parse(await (await order(nowMs - 60_000, nowMs)).json());
    const view = await finish(ordered.id);
    expect(view).toMatchObject({ state: 'ready', progressBp: 10_000, credit: '© Alatau City' });
    const answer = await recorder.get(view.url ?? '');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const path = join(folder, 'clip.mp4');
    await writeFile(path, Buffer.from(await answer.arrayBuffer()));
    const { stdout } = await run('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      'format_tags:stream=codec_name',
      '-of',
      'json',
      path,
    ]);
    const probed = JSON.parse(stdout) as {
      format: { tags: Record<string, string> };
      streams: { codec_name: string }[];
    };
    expect(probed.streams.map(({ codec_name }) => codec_name)).toEqual(['h264']);
    expect(probed.format.tags).toMatchObject({ title: 'K-Park, Gate', copyright: '© Alatau City' });
    expect(probed.format.tags['comment']).toContain(view.from);
    const { frames, complaints } = await decode(path, 3);
    expect(complaints).toBe('');
    expect(frames).toBeGreaterThan(20);
  });

  it('[PRIV4] is gone with what it shows: by no other camera’s address, not under the curtain, not after it', async () => {
    await recorder.putCamera('other', { privacy });
    await waitForLive(recorder, 'other');
    await waitForLive(recorder, 'gate', 3);
    const nowMs = Date.now();
    const { id } = clipViewSchema.parse(await (await order(nowMs - 20_000, nowMs)).json());
    const url = (await finish(id)).url ?? '';
    expect((await recorder.get(url)).status).toBe(200);
    expect((await recorder.get(url.replace('/gate/', '/other/'))).status).toBe(404);
    // More than fits into what lies between here and there: who fetches it slowly is under way when the curtain falls.
    await truncate(join(folder, `recorder/clips/${id}.mp4`), 64 * 1_048_576);
    const reader = (await recorder.get(url)).body?.getReader() ?? expect.fail('no body');
    expect((await reader.read()).done).toBe(false);

    const hidden = { ...open, to: iso(nowMs - 60_000) };
    const curtained = { published: false, privacy: { ...privacy, spans: [hidden] } };
    await recorder.control('PATCH', controlPaths.camera('gate'), curtained);
    for (const camera of ['gate', 'other']) {
      expect((await recorder.get(url.replace('/gate/', `/${camera}/`))).status).toBe(404);
    }
    const readOn = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(readOn()).rejects.toThrow();
    const lifted = { ...open, from: iso(Date.now()) };
    const after = { published: true, privacy: { ...privacy, spans: [hidden, lifted] } };
    await recorder.control('PATCH', controlPaths.camera('gate'), after);
    await waitForLive(recorder, 'gate', 2);
    expect((await recorder.get(url)).status).toBe(404);
    expect((await recorder.control('GET', controlPaths.clip(id))).status).toBe(404);
    await recorder.control('PATCH', controlPaths.camera('gate'), { published: true, privacy });
  });

  it('is refused when it is too long, too old for all, or of nothing', async () => {
    const nowMs = Date.now();
    expect((await order(nowMs - 900_000, nowMs)).status).toBe(422);
    const oldMs = Math.floor((nowMs - 5 * hour) / hour) * hour;
    expect((await order(oldMs, oldMs + 30_000)).status).toBe(403);
    expect((await order(oldMs - 86_400_000, oldMs - 86_390_000)).status).toBe(404);
    expect((await recorder.control('GET', controlPaths.clip('0'.repeat(32)))).status).toBe(404);
    const granted = clipViewSchema.parse(await (await order(oldMs, oldMs + 30_000, false)).json());
    expect((await finish(granted.id)).state).toBe('ready');
  });
});
