import { readFileSync } from 'node:fs';

interface Ancestor {
  pid: number;
  startedAt: string;
}

const lookEveryMs = 500;

/**
 * Calls `onLost` when npx or pnpm, through which this process was started, is gone: they do not pass every signal on,
 * and a product whose command has ended must not go on in the dark. Started by hand, there is nothing to watch.
 */
export function watchLauncher(
  environment: Readonly<Record<string, string | undefined>>,
  onLost: () => void,
): () => void {
  if (environment['npm_lifecycle_event'] === undefined) return () => undefined;
  const launchers = findLaunchers();
  const timer = setInterval(() => {
    if (launchers.every(({ pid, startedAt }) => readProcess(pid)?.startedAt === startedAt)) return;
    clearInterval(timer);
    onLost();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** The chain of parents up to the last one that is npm, npx or pnpm; shells between them belong to it. */
function findLaunchers(): Ancestor[] {
  const chain: (Ancestor & { isLauncher: boolean })[] = [];
  for (let pid = process.ppid; pid > 1 && chain.length < 12;) {
    const found = readProcess(pid);
    if (!found) break;
    chain.push({
      pid,
      startedAt: found.startedAt,
      isLauncher: /(?:^|[\s/])(?:npm|npx|pnpm|pnpx)\b/.test(found.command),
    });
    pid = found.parent;
  }
  return chain.slice(0, chain.findLastIndex((each) => each.isLauncher) + 1);
}

function readProcess(pid: number): { parent: number; startedAt: string; command: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is gone but for its entry.
    if (fields[0] === 'Z') return null;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { parent: Number(fields[1]), startedAt: fields[19] ?? '', command };
  } catch {
    return null;
  }
}
