import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInBackground } from '../ffmpeg/background-run.ts';
import { framesPerSecond } from './encode-pieces.ts';

export interface Chapter {
  /** First frame of it. */
  frame: number;
  title: string;
}

export interface JoinOrder {
  /** MP4 pieces in order. */
  files: readonly string[];
  frames: number;
  chapters: readonly Chapter[];
  title: string;
  credit: string;
}

/**
 * Joins pieces without encoding: `video.mp4` that starts before it is whole (`faststart`), with chapters, title and
 * credit; and `index.m3u8` + `index.mp4`, the same as HLS in one file by byte ranges. Written to `folder`.
 */
export async function joinPieces(ffmpeg: string, order: JoinOrder, folder: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'pieces.txt'), order.files.map((file) => `file '${quote(file)}'\n`).join(''));
  await writeFile(join(folder, 'chapters.txt'), toMetadata(order));
  const common = { path: ffmpeg, cwd: folder, signal };
  await runInBackground({
    ...common,
    args: [
      ...['-f', 'concat', '-safe', '0', '-i', 'pieces.txt', '-f', 'ffmetadata', '-i', 'chapters.txt'],
      ...['-map', '0:v', '-map_metadata', '1', '-map_chapters', '1', '-c', 'copy', '-movflags', '+faststart'],
      'video.mp4',
    ],
  });
  await runInBackground({
    ...common,
    args: [
      ...['-i', 'video.mp4', '-map', '0:v', '-map_metadata', '-1', '-map_chapters', '-1', '-c', 'copy'],
      ...['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
      ...['-hls_flags', 'single_file', '-hls_segment_filename', 'index.mp4', 'index.m3u8'],
    ],
  });
}

/** A path inside quotes of ffmpeg's concat list: a quote ends them, so it stands outside, escaped. */
const quote = (path: string): string => path.replaceAll("'", String.raw`'\''`);

/** The text form of ffmpeg's metadata (`ffmetadata`): `= ; # \` and line ends are escaped. */
function toMetadata({ chapters, frames, title, credit }: JoinOrder): string {
  const escape = (text: string): string =>
    text.replaceAll(/[=;#\\\n]/g, (letter) => `\\${letter}`).replaceAll('\r', '');
  const parts = chapters.flatMap((chapter, index) => [
    '[CHAPTER]',
    `TIMEBASE=1/${framesPerSecond}`,
    `START=${chapter.frame}`,
    `END=${chapters[index + 1]?.frame ?? frames}`,
    `title=${escape(chapter.title)}`,
  ]);
  const lines = [';FFMETADATA1', `title=${escape(title)}`, `comment=${escape(credit)}`, `artist=${escape(credit)}`];
  return [...lines, ...parts, ''].join('\n');
}
