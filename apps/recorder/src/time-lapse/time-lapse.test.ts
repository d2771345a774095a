import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open as openFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../ffmpeg/capabilities.ts';
import { createStillArchive, type StillArchive } from '../storage/still/still-archive.ts';
import type { FilmName, FilePart } from './film.ts';
import { createTimeLapse, type TimeLapse } from './time-lapse.ts';

const run = promisify(execFile);
const settings = {
  place: { latitude: 43.67, longitude: 77.1, zone: 'Asia/Almaty' },
  title: 'K-Park; gate = 1',
  credit: 'Sitecast',
  rest: { weekdays: [7], dates: ['2026-11-18'] },
  marks: [
    { at: '2026-11-01T00:00:00.000Z', title: 'before it all', ref: 'M01' },
    { at: '2026-11-17T00:00:00.000Z', title: 'Қазық #1', ref: 'M02' },
  ],
};
/** Monday 16 November to Sunday 22 November 2026; three stills a day about the site's noon, one of each night. */
const dates = ['16', '17', '18', '19', '20', '21', '22'].map((day) => `2026-11-${day}`);

/** What a player gets of these parts. */
async function joinParts(parts: readonly FilePart[]): Promise<Buffer> {
  const read = async (part: FilePart): Promise<Uint8Array> => {
    if (part instanceof Uint8Array) return part;
    const file = await openFile(part.path);
    const { buffer } = await file.read(Buffer.alloc(part.bytes), 0, part.bytes, part.offset);
    await file.close();
    return buffer;
  };
  return Buffer.concat(await Promise.all(parts.map(read)));
}

describe('the time-lapse of a camera', () => {
  let folder: string;
  let ffmpeg: string;
  let stills: StillArchive;
  let nowMs = Date.parse('2026-11-23T06:00:00Z');
  let mask = 'none';
  const hidden = new Set<string>();
  const pictures: Buffer[] = [];
  const open = async (): Promise<TimeLapse> => {
    const timeLapse = createTimeLapse({
      folder: join(folder, 'lapse'),
      ffmpeg,
      stills: {
        ...stills,
        describe: () => mask,
        isShown: (atMs) => !hidden.has(new Date(atMs).toISOString()),
        listDay: async (date) => (await stills.listDay(date)).filter((at) => !hidden.has(at)),
      },
      publicState: () => `${mask} ${[...hidden].join(' ')}`,
      nowMs: () => nowMs,
    });
    await timeLapse.start();
    return timeLapse;
  };
  const workAll = async (timeLapse: TimeLapse): Promise<void> => {
    while (await timeLapse.work(new AbortController().signal));
  };
  const countFrames = async (path: string): Promise<number> => {
    const { stdout } = await run('ffprobe', [
      ...['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames'],
      ...['-of', 'csv=p=0', path],
    ]);
    return Number(/\d+/.exec(stdout)?.[0]);
  };

  /** Writes a film as a player would fetch it, and answers where it lies; its HLS form with all that is listed. */
  const save = async (timeLapse: TimeLapse, period: string, version: string, form: 'video' | 'playlist') => {
    const to = join(folder, 'saved', version);
    await mkdir(join(folder, 'saved/segments'), { recursive: true });
    await mkdir(to, { recursive: true });
    const fetchPart = async (name: FilmName) => {
      const parts = await timeLapse.findFile(
        period,
        name.kind === 'video' || name.kind === 'playlist' ? version : null,
        name,
      );
      return parts && joinParts(parts);
    };
    const bytes = await fetchPart({ kind: form });
    if (!bytes) return null;
    const path = join(to, form === 'video' ? 'video.mp4' : 'index.m3u8');
    await writeFile(path, bytes);
    if (form === 'playlist') {
      for (const [address = '', start, hash = ''] of bytes
        .toString()
        .matchAll(/\.\.\/segments\/(?:(\d+)-)?([0-9a-f]{12})\.(?:m4s|mp4)/g)) {
        const part = await fetchPart(
          start === undefined ? { kind: 'init', hash } : { kind: 'segment', start: Number(start), hash },
        );
        await writeFile(join(to, address), part ?? '');
      }
    }
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sitecast-lapse-'));
    ffmpeg = (await findFfmpeg(process.env)).path;
    await run(ffmpeg, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=1', '-frames:v', '8', '-q:v', '3'],
      join(folder, '%d.jpg'),
    ]);
    for (let index = 1; index <= 8; index += 1) pictures.push(await readFile(join(folder, `${index}.jpg`)));
    stills = createStillArchive(join(folder, 'stills'));
    await stills.start();
    for (const [index, date] of dates.entries()) {
      for (const time of ['05:00:00', '06:00:00', '07:00:00', '18:00:00']) {
        await stills.keep(Date.parse(`${date}T${time}Z`), pictures[index] ?? Buffer.alloc(0));
      }
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes nothing before it was told where the camera stands', async () => {
    const timeLapse = await open();
    expect(await timeLapse.work(new AbortController().signal)).toBe(false);
    expect(timeLapse.ask('job')).toBe(false);
  });

  it('joins the working days by their daylight, with chapters, for download and as HLS', async () => {
    const timeLapse = await open();
    await timeLapse.configure(settings);
    await workAll(timeLapse);
    const [job, ...others] = timeLapse.list().ready;
    // Five days of three; the Sunday and the day off are left out. A day's three stills are no film.
    expect(job).toMatchObject({
      period: 'job',
      frames: 15,
      from: '2026-11-16T05:00:00.000Z',
      to: '2026-11-21T07:00:00.000Z',
      chapters: [{ atS: 0.1, instant: '2026-11-17T00:00:00.000Z', title: 'Қазық #1', ref: 'M02' }],
    });
    expect(others.map(({ period }) => period)).toEqual(expect.arrayContaining(['2026-W47', '2026-11']));
    const version = job?.version ?? '';
    const video = (await save(timeLapse, 'job', version, 'video')) ?? '';
    expect(await countFrames(video)).toBe(15);
    expect(await countFrames((await save(timeLapse, 'job', version, 'playlist')) ?? '')).toBe(15);
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_chapters', '-show_format', video]);
    expect(stdout).toContain('TAG:title=Қазық #1');
    expect(stdout).toContain('TAG:title=K-Park; gate = 1');
    expect(stdout).toContain('TAG:comment=Sitecast');
    expect(job?.bytes).toBe((await stat(video)).size);
  });

  it('encodes a new day alone and joins it to what was there', async () => {
    const timeLapse = await open();
    const before = timeLapse.list().ready.find(({ period }) => period === 'job');
    const pieces = join(folder, 'lapse/pieces/job');
    const [oldPiece = ''] = (await readdir(pieces)).filter((name) => /^2026-11-17-.*mp4$/.test(name));
    const old = await stat(join(pieces, oldPiece));
    for (const time of ['05:00:00', '06:00:00', '07:00:00']) {
      await stills.keep(Date.parse(`2026-11-23T${time}Z`), pictures[7] ?? Buffer.alloc(0));
    }
    nowMs = Date.parse('2026-11-24T06:00:00Z');
    await workAll(timeLapse);
    const after = timeLapse.list().ready.find(({ period }) => period === 'job');
    expect(after?.frames).toBe(18);
    expect(after?.version).not.toBe(before?.version);
    expect((await stat(join(pieces, oldPiece))).mtimeMs).toBe(old.mtimeMs);
    // Who is watching the version before can go on.
    expect(await countFrames((await save(timeLapse, 'job', before?.version ?? '', 'video')) ?? '')).toBe(15);
  });

  it('makes a piece anew when a still came late, and keeps what it knows through a restart', async () => {
    await stills.keep(Date.parse('2026-11-19T06:30:00Z'), pictures[3] ?? Buffer.alloc(0));
    const timeLapse = await open();
    expect(timeLapse.settings).toEqual(settings);
    expect(timeLapse.list().ready.length).toBeGreaterThan(0);
    await workAll(timeLapse);
    const week = timeLapse.list().ready.find(({ period }) => period === '2026-W47');
    expect(week?.frames).toBe(16);
    expect(await timeLapse.work(new AbortController().signal)).toBe(false);
  });

  it('makes an old day when it is asked for, before everything else', async () => {
    for (let minute = 0; minute < 40; minute += 1) {
      await stills.keep(Date.parse('2026-10-05T06:00:00Z') + minute * 60_000, pictures[minute % 8] ?? Buffer.alloc(0));
    }
    const timeLapse = await open();
    expect(timeLapse.ask('2026-10-06')).toBe(false);
    expect(timeLapse.ask('2026-10-05')).toBe(true);
    expect(timeLapse.list().waiting).toEqual(['2026-10-05']);
    await timeLapse.work(new AbortController().signal);
    expect(timeLapse.list()).toMatchObject({ waiting: [], making: null });
    expect(timeLapse.list().ready.find(({ period }) => period === '2026-10-05')?.frames).toBe(40);
  });

  it('leaves no half-made file when it is stopped, and goes on at the next start', async () => {
    await stills.keep(Date.parse('2026-11-23T06:30:00Z'), pictures[1] ?? Buffer.alloc(0));
    const stopping = new AbortController();
    const timeLapse = await open();
    const working = timeLapse.work(stopping.signal);
    stopping.abort();
    await expect(working).rejects.toThrow();
    const names = await readdir(join(folder, 'lapse/made/job'));
    expect(names).toContain('current.json');
    const again = await open();
    await workAll(again);
    expect(again.list().ready.find(({ period }) => period === '2026-11')?.to).toBe('2026-11-23T07:00:00.000Z');
  });

  it('shows no film after a mask was drawn until every picture in it was made anew', async () => {
    const timeLapse = await open();
    await workAll(timeLapse);
    const before = timeLapse.list().ready;
    const job = before.find(({ period }) => period === 'job');
    mask = 'version 1';
    expect(timeLapse.list().ready).toEqual([]);
    expect(await timeLapse.findFile('job', job?.version ?? '', { kind: 'video' })).toBeNull();
    await workAll(timeLapse);
    const after = timeLapse.list().ready;
    expect(after.map(({ period }) => period)).toEqual(before.map(({ period }) => period));
    expect(after.map(({ version }) => version)).not.toContain(job?.version);
    // The version before holds what is hidden now, and so do its pieces.
    expect(await readdir(join(folder, 'lapse/made/job'))).toHaveLength(2);
    const names = await readdir(join(folder, 'lapse/pieces/job'));
    expect(names.filter((name) => name.endsWith('.mp4'))).toHaveLength(names.length / 2);
  });

  it('makes nothing anew where the curtain fell over other pictures, and leaves out what it hid', async () => {
    const timeLapse = await open();
    const before = timeLapse.list().ready;
    hidden.add('2026-11-21T06:00:00.000Z');
    expect(timeLapse.list().ready).toEqual([]);
    await workAll(timeLapse);
    const after = timeLapse.list().ready;
    const find = (films: typeof after, period: string) => films.find((film) => film.period === period);
    expect(find(after, '2026-10-05')?.version).toBe(find(before, '2026-10-05')?.version);
    expect(find(after, 'job')?.frames).toBe((find(before, 'job')?.frames ?? 0) - 1);
  });

  it('[PRIV1] leaves out an hour and a day that are hidden whole, though the day is shown', async () => {
    for (let minute = 0; minute < 20; minute += 1) {
      await stills.keep(Date.parse('2026-10-05T08:00:00Z') + minute * 60_000, pictures[minute % 8] ?? Buffer.alloc(0));
    }
    const timeLapse = await open();
    expect(timeLapse.ask('2026-10-05')).toBe(true);
    await workAll(timeLapse);
    const find = (period: string) => timeLapse.list().ready.find((film) => film.period === period);
    expect(find('2026-10-05')?.frames).toBe(60);
    const jobFrames = find('job')?.frames ?? 0;

    for (const at of await stills.listDay('2026-10-05')) if (at < '2026-10-05T07') hidden.add(at);
    // Its still of the night is shown on: the day is not hidden, all its frames are.
    for (const at of await stills.listDay('2026-11-20')) if (at < '2026-11-20T12') hidden.add(at);
    await workAll(timeLapse);
    expect(find('2026-10-05')).toMatchObject({ frames: 20, from: '2026-10-05T08:00:00.000Z' });
    expect(find('job')?.frames).toBe(jobFrames - 3);
  });

  it('takes stills that came late into a film somebody once asked for, and keeps those that were thinned since', async () => {
    const date = '2026-10-05';
    const times = Array.from({ length: 10 }, (_, minute) => Date.parse(`${date}T07:00:00Z`) + minute * 60_000);
    const timeLapse = await open();
    await workAll(timeLapse);
    const read = () => timeLapse.list().ready.find(({ period }) => period === date);
    const before = read();
    for (const [index, atMs] of times.entries()) await stills.keep(atMs, pictures[index % 8] ?? Buffer.alloc(0));
    nowMs += 20 * 60_000;
    await workAll(timeLapse);
    expect(read()?.frames).toBe((before?.frames ?? 0) + 10);
    await stills.remove(times.slice(1));
    nowMs += 20 * 60_000;
    await workAll(timeLapse);
    expect(read()?.frames).toBe((before?.frames ?? 0) + 10);
  });
});
