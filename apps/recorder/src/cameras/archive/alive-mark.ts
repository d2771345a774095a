import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../platform/clock.ts';

export interface AliveMark {
  /** Begins to mark; answers when the recorder last did, null where it never did. */
  start(): Promise<number | null>;
  close(): void;
}

const periodMs = 10_000;

/** Says on disk that the recorder runs, so that its next start knows since when it did not. */
export function createAliveMark(path: string, clock: Clock): AliveMark {
  let timer: NodeJS.Timeout | null = null;
  // A mark that cannot be written (a full disk) makes an outage look longer than it was, nothing else.
  const mark = () => void writeFile(path, String(clock.nowMs())).catch(() => undefined);
  return {
    async start() {
      await mkdir(dirname(path), { recursive: true });
      const lastMs = Number(await readFile(path, 'utf8').catch(() => ''));
      mark();
      timer = setInterval(mark, periodMs);
      return Number.isFinite(lastMs) && lastMs > 0 ? lastMs : null;
    },
    close() {
      if (timer) clearInterval(timer);
    },
  };
}
