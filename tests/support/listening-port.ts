import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The port that a program says it listens on, in a line of its log. Rejects when the program ends before. */
export function readListeningPort(program: ChildProcess, name: string): Promise<number> {
  return new Promise((found, fail) => {
    createInterface({ input: program.stdout! }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const said: { event?: string; port?: number } = JSON.parse(line);
      if (said.event === 'listening' && said.port !== undefined) found(said.port);
    });
    program.once('exit', (code) => fail(new Error(`the ${name} ended with ${code}`)));
  });
}
