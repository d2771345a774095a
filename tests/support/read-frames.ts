import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export interface ReadFrames {
  frames: number;
  /** How ffmpeg ended; null where it was stopped because it had enough. */
  exitCode: number | null;
  /** What ffmpeg said. */
  log: string;
  /** Its command line as every user of the machine sees it. */
  commandLine: string;
}

/** Reads a source with the machine's ffmpeg, without decoding, until it has so many frames, ends, or the time is over. */
export async function readFrames(
  inputArgs: readonly string[],
  options: { wanted: number; limitMs?: number; standardInput?: string; onFrames?: (frames: number) => void },
): Promise<ReadFrames> {
  const output = ['-map', '0:v:0', '-c', 'copy', '-f', 'framecrc', '-flush_packets', '1', 'pipe:1'];
  const argv = ['-hide_banner', '-nostdin', '-loglevel', 'debug', ...inputArgs, ...output];
  const child = spawn(process.env['FFMPEG_PATH'] ?? 'ffmpeg', argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.standardInput);
  const exited = once(child, 'exit');
  const commandLine = (await readFile(`/proc/${child.pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  let frames = 0;
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    frames += text.match(/^\d/gm)?.length ?? 0;
    options.onFrames?.(frames);
    if (frames >= options.wanted) child.kill('SIGKILL');
  });
  const late = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? 60_000);
  const [exitCode] = (await exited) as [number | null];
  clearTimeout(late);
  return { frames, exitCode, log, commandLine };
}
