import { pino, type Logger } from 'pino';
import type { LogLevel } from '@sitecast/program';
import { redactText } from './redact.ts';

export type Log = Logger;

/** The log: one JSON line per event on standard error; standard output is for the lines of PROTOCOL.md, ENV2. */
export function createLog(level: LogLevel, destination: { write(line: string): unknown } = process.stderr): Log {
  return pino(
    { level, base: { program: 'server' }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => destination.write(redactText(line)) },
  );
}
