import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFile {
  write(line: string): void;
  /** The newest lines written since the start, for a person who must be told why. */
  tail(): string[];
  close(): void;
}

const tailLines = 24;

/**
 * A program's log: one file that is moved to `<path>.1` when it reaches `maxBytes`, so a program that complains for a
 * month cannot fill the disk that footage needs. A line that cannot be written is kept in `tail` alone. Writes are synchronous: the last line before a crash is the one wanted.
 */
export function openLogFile(path: string, maxBytes: number): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a', 0o640);
  let sizeBytes = fstatSync(file).size;
  let open = true;
  const newest: string[] = [];
  const startAnew = (): void => {
    renameSync(path, `${path}.1`);
    const next = openSync(path, 'a', 0o640);
    closeSync(file);
    file = next;
    sizeBytes = 0;
  };
  return {
    write(line) {
      if (!open) return;
      newest.push(line);
      if (newest.length > tailLines) newest.shift();
      const bytes = Buffer.from(`${line}\n`);
      try {
        if (sizeBytes > 0 && sizeBytes + bytes.length > maxBytes) startAnew();
        writeSync(file, bytes);
        sizeBytes += bytes.length;
      } catch {
        // A full disk costs the line, never the programs that are watched here: they have their own answer to it.
      }
    },
    tail: () => [...newest],
    close() {
      if (!open) return;
      open = false;
      closeSync(file);
    },
  };
}
