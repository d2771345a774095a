import { readdir, readFile } from 'node:fs/promises';

/** One process of the machine as every user of it sees it. */
export interface ProcessFacts {
  pid: number;
  parent: number;
  /** Its arguments, joined by spaces. */
  commandLine: string;
}

/** Every process of the machine; those that end while they are read are left out. */
export async function readProcesses(): Promise<ProcessFacts[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const facts = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [status, line] = await Promise.all([
          readFile(`/proc/${pid}/status`, 'utf8'),
          readFile(`/proc/${pid}/cmdline`, 'utf8'),
        ]);
        if (/^State:\s+Z/m.test(status)) return null;
        const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
        return { pid: Number(pid), parent, commandLine: line.replaceAll('\0', ' ').trim() };
      } catch {
        return null;
      }
    }),
  );
  return facts.filter((each) => each !== null);
}

/** A process and all it started, as they are now. */
export async function readTree(root: number): Promise<ProcessFacts[]> {
  const all = await readProcesses();
  const tree = all.filter((each) => each.pid === root);
  for (const each of tree) tree.push(...all.filter((other) => other.parent === each.pid));
  return tree;
}
