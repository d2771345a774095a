import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface DataLock {
  release(): void;
}

/**
 * Takes the folder for this starter, or says which living process has it: two servers on one database and two
 * recorders on one archive would each believe to be the only one. A lock whose process is gone is taken over.
 */
export function takeDataLock(path: string): DataLock | { heldBy: number } {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid} ${readStartedAt(process.pid)}\n`, { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const { pid, startedAt } = readHolder(path);
    if (pid > 0 && isSameProcess(pid, startedAt)) return { heldBy: pid };
    rmSync(path, { force: true });
  }
  throw new Error(`${path} could not be taken`);
}

function readHolder(path: string): { pid: number; startedAt: string } {
  try {
    const [pid, startedAt = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return { pid: Number(pid), startedAt };
  } catch {
    return { pid: 0, startedAt: '' };
  }
}

/** Process ids are used again; the kernel's start time tells two processes of one id apart. */
function isSameProcess(pid: number, startedAt: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return readStartedAt(pid) === startedAt;
}

function readStartedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
