import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function readStat(pid: number): { parent: number; cpuS: number; rssBytes: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Fields are counted from the third (state) on: utime, stime, cutime, cstime are 14–17 in proc(5).
    const cpu = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { parent: Number(fields[1]), cpuS: cpu / ticksPerSecond, rssBytes: Number(fields[21]) * 4096 };
  } catch {
    return null;
  }
}

/** A process and all its descendants that run now. */
export function listTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    if (stat) parents.set(pid, stat.parent);
  }
  const tree = [root];
  for (let at = 0; at < tree.length; at += 1) {
    for (const [pid, parent] of parents) if (parent === tree[at]) tree.push(pid);
  }
  return tree;
}

/** CPU seconds of a process tree (ended children that were waited for included), and its resident bytes now. */
export function measureTree(root: number): { cpuS: number; rssBytes: number } {
  return listTree(root)
    .map(readStat)
    .filter((stat) => stat !== null)
    .reduce((sum, stat) => ({ cpuS: sum.cpuS + stat.cpuS, rssBytes: sum.rssBytes + stat.rssBytes }), {
      cpuS: 0,
      rssBytes: 0,
    });
}

/** Resident set size of one process, without its children. */
export function measureResidentBytes(pid: number): number {
  return readStat(pid)?.rssBytes ?? 0;
}

/** Proportional set size of a process tree: shared pages are counted once, as the machine pays them. */
export function measurePssBytes(root: number): number {
  return listTree(root).reduce((sum, pid) => {
    try {
      const line = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      return sum + Number(line?.[1] ?? 0) * 1024;
    } catch {
      return sum;
    }
  }, 0);
}

/** Start a command pinned to one core, so that two servers are compared on the same ground. */
export function spawnPinned(
  core: number,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  return spawn('taskset', ['-c', String(core), command, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
}
