import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Requests per second that a server gives to wrk on another core. Rejects where an answer was not 2xx or 3xx. */
export async function measureRate(
  url: string,
  options: { core: number; connections: number; seconds?: number },
): Promise<number> {
  const { core, connections, seconds = 4 } = options;
  const { stdout } = await run('taskset', ['-c', String(core), 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, url]);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  const errors = /Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1];
  if (rate === undefined || errors !== undefined) throw new Error(`load failed: ${stdout}`);
  return Number(rate);
}
