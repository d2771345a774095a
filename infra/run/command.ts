import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';

export interface CommandResult {
  /** Exit code; 128 + n where a signal n ended it is not told apart: any number but 0 is a failure. */
  code: number;
  /** Standard output and error in the order they came, the newest `keepBytes` of them. */
  output: string;
}

const keepBytes = 256 * 1024;

/** What runs now: none of it may outlive this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/** Runs a program to its end and keeps what it says; a program that is not there is code 127. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env' | 'timeout'> & { onText?: (text: string) => void } = {},
): Promise<CommandResult> {
  const { onText, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const take = (text: string): void => {
      output = (output + text).slice(-keepBytes);
      onText?.(text);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const end = (result: CommandResult): void => {
      running.delete(child);
      resolve(result);
    };
    child.once('error', (error) => end({ code: 127, output: error.message }));
    child.once('close', (code) => end({ code: code ?? 1, output }));
  });
}
