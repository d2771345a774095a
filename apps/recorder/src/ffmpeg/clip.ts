import { runInBackground } from './background-run.ts';

/** What stands in the file itself. */
export interface ClipTags {
  title: string;
  credit: string;
  comment: string;
  /** When its first frame was recorded. */
  fromMs: number;
}

const timeoutMs = 600_000;

/** Copies one run of fragments into a file with its own time line. Rejects with FfmpegFailed. */
export async function copyRun(
  path: string,
  pieces: AsyncIterable<Buffer>,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const args = ['-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-c', 'copy', '-f', 'mp4', '-y', target];
  await runInBackground({ path, args, input: pieces, timeoutMs, signal });
}

/** Joins runs without encoding and writes title, credit and time into the file. Rejects with FfmpegFailed. */
export async function joinRuns(
  path: string,
  runs: readonly string[],
  tags: ClipTags,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  // Our own names: hex and a number, so nothing in them needs to be quoted.
  const list = runs.map((run) => `file 'file:${run}'\n`).join('');
  await runInBackground({
    path,
    args: [
      ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'file,pipe,fd', '-i', 'pipe:0'],
      ...['-map', '0:v:0', '-c', 'copy'],
      ...['-metadata', `title=${tags.title}`, '-metadata', `copyright=${tags.credit}`],
      ...['-metadata', `artist=${tags.credit}`, '-metadata', `comment=${tags.comment}`],
      ...['-metadata', `creation_time=${new Date(tags.fromMs).toISOString()}`],
      ...['-movflags', '+faststart', '-f', 'mp4', '-y', target],
    ],
    input: [Buffer.from(list)],
    timeoutMs,
    signal,
  });
}
