import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { constants, getPriority, setPriority } from 'node:os';

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

/**
 * Runs a program to its end and keeps what it says; a program that is not there is code 127. One that is `patient` gets
 * what the others leave of the machine.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env' | 'timeout'> & { onText?: (text: string) => void; patient?: boolean } = {},
): Promise<CommandResult> {
  const { onText, patient, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    if (patient && child.pid !== undefined) becomePatient(child.pid);
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

/** So far below ours that it waits for us, and not so far that another busy program of the machine keeps it from its end. */
export const patientPriority = (): number =>
  Math.min(getPriority() + constants.priority.PRIORITY_BELOW_NORMAL, constants.priority.PRIORITY_LOW);

/** Before the program has made a thread of its own: each takes the priority of the one that makes it. */
function becomePatient(pid: number): void {
  try {
    setPriority(pid, patientPriority());
  } catch {
    // It has ended already, or is not ours to change: it runs as any other.
  }
}
