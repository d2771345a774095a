import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaFault } from '../boxes/media-fault.ts';
import { readWithHlsParser, readWithM3u8Parser } from '../../tests/playlist-oracle.ts';
import { writeFilmHead } from './film-file.ts';
import { countBytes, parseFilmPiece } from './film-piece.ts';
import { groupSegments, writeFilmInit, writeFilmPlaylist, writeFilmSegmentHead } from './film-stream.ts';

const run = promisify(execFile);
const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg';

describe('a film of pieces', () => {
  let folder: string;
  let files: Buffer[];
  const at = (name: string) => join(folder, name);
  const cutFrames = (file: Buffer): Buffer => {
    const piece = parseFilmPiece(file);
    return file.subarray(piece.offset, piece.offset + countBytes(piece));
  };
  const count = async (name: string): Promise<unknown> => {
    const { stdout, stderr } = await run('ffprobe', [
      ...['-v', 'error', '-count_frames', '-select_streams', 'v', '-of', 'json', '-show_chapters'],
      ...['-show_entries', 'stream=nb_read_frames:format=duration:format_tags=title,comment', at(name)],
    ]);
    return { ...(JSON.parse(stdout) as object), stderr };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sitecast-film-'));
    // One of a single frame, one longer than the distance of key frames, and one of another encoder.
    const orders = [
      { frames: 1, extra: [] },
      { frames: 70, extra: [] },
      { frames: 3, extra: ['-preset', 'veryfast'] },
    ];
    files = [];
    for (const [index, { frames, extra }] of orders.entries()) {
      await run(ffmpeg, [
        ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=30`, '-frames:v', String(frames)],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '60', '-bf', '0', '-video_track_timescale', '30000'],
        ...['-x264-params', 'repeat-headers=1'],
        ...[...extra, at(`${index}.mp4`)],
      ]);
      files.push(await readFile(at(`${index}.mp4`)));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is an MP4 that a foreign player reads whole, from any place, with its chapters, title and credit', async () => {
    const shown = [0, 1, 1, 0, 2, 2].flatMap((index) => files[index] ?? []);
    const chapters = [
      { frame: 1, title: 'Қазық; #1' },
      { frame: 72, title: 'x'.repeat(400) },
    ];
    const head = writeFilmHead(shown.map(parseFilmPiece), { title: 'Gate = 1', credit: 'Sitecast', chapters });
    await writeFile(at('film.mp4'), Buffer.concat([head, ...shown.map(cutFrames)]));
    expect(await count('film.mp4')).toMatchObject({
      streams: [{ nb_read_frames: '148' }],
      format: { duration: '4.933333', tags: { title: 'Gate = 1', comment: 'Sitecast' } },
      chapters: [{ start_time: '0.033333', tags: { title: 'Қазық; #1' } }, { start_time: '2.400000' }],
      stderr: '',
    });
    const { stderr } = await run(ffmpeg, ['-v', 'error', '-ss', '3', '-i', at('film.mp4'), '-f', 'null', '-']);
    expect(stderr).toBe('');
  });

  it('is HLS of segments that a piece more does not change, with an init for each encoder', async () => {
    const pieces = [0, 1, 1, 0, 2].map((index) => parseFilmPiece(files[index] ?? Buffer.alloc(0)));
    const segments = groupSegments(pieces);
    expect(segments.map(({ start, frames }) => [start, frames])).toEqual([
      [0, 71],
      [71, 70],
      [141, 1],
      [142, 3],
    ]);
    const before = groupSegments(pieces.slice(0, 3));
    expect(segments.slice(0, 2)).toEqual(before);
    const address = {
      segment: ({ start }: { start: number }) => `${start}.m4s`,
      init: (entry: string) => `init-${pieces.findIndex((piece) => piece.entry === entry)}.mp4`,
    };
    const playlist = writeFilmPlaylist(segments, address);
    expect(readWithHlsParser(playlist).segments.map(({ uri }) => uri)).toEqual(segments.map(address.segment));
    expect(readWithM3u8Parser(playlist).isEnded).toBe(true);
    await writeFile(at('film.m3u8'), playlist);
    for (const segment of segments) {
      const head = writeFilmSegmentHead(segment, pieces);
      const frames = [0, 1, 1, 0, 2]
        .slice(segment.from, segment.to)
        .map((index) => cutFrames(files[index] ?? Buffer.alloc(0)));
      await writeFile(at(address.segment(segment)), Buffer.concat([head, ...frames]));
      await writeFile(at(address.init(segment.entry)), writeFilmInit(segment.entry));
    }
    expect(playlist.match(/EXT-X-DISCONTINUITY$/gm)).toHaveLength(1);
    const { stderr } = await run(ffmpeg, ['-v', 'error', '-i', at('film.m3u8'), '-f', 'null', '-']);
    expect(stderr).toBe('');
  });

  it('refuses what is no piece, wherever it is harmed', () => {
    const whole = files[1] ?? Buffer.alloc(0);
    expect(() => parseFilmPiece(whole.subarray(0, whole.length - 1))).toThrow(MediaFault);
    expect(() => parseFilmPiece(Buffer.alloc(0))).toThrow(MediaFault);
    const moov = whole.indexOf('moov');
    for (let at = moov; at < whole.length; at += 7) {
      const harmed = Buffer.from(whole);
      harmed[at] = (harmed[at] ?? 0) ^ 0xff;
      try {
        parseFilmPiece(harmed);
      } catch (error) {
        expect(error).toBeInstanceOf(MediaFault);
      }
    }
  });
});
