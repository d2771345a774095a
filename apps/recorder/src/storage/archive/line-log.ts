import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readFileIfThere, writeFileAtomic } from '../atomic-file.ts';

export interface LineLog {
  /** Every whole line, oldest first. A line that a crash tore is left out. */
  read(): Promise<string[]>;
  /** Appends lines and waits until they are on the disk. */
  append(lines: readonly string[]): Promise<void>;
  /** Puts lines in the place of all there are. */
  replace(lines: readonly string[]): Promise<void>;
}

/** Ends each line: a torn one lacks it, also where the next was written onto it. */
const end = ' .';

/** A file of lines that is only ever added to. One writer; the caller queues. */
export function createLineLog(path: string): LineLog {
  return {
    async read() {
      const text = (await readFileIfThere(path))?.toString('latin1') ?? '';
      return text.split('\n').flatMap((line) => (line.endsWith(end) ? [line.slice(0, -end.length)] : []));
    },
    async append(lines) {
      if (lines.length === 0) return;
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'a');
      try {
        // Begun on a line of its own: a torn line before it must not swallow it.
        await file.appendFile(toText(lines));
        await file.sync();
      } finally {
        await file.close();
      }
    },
    replace: (lines) => writeFileAtomic(path, toText(lines)),
  };
}

const toText = (lines: readonly string[]): string => lines.map((line) => `\n${line}${end}`).join('');
