import { pino, type Logger } from 'pino';
import { redactText } from './redaction.ts';

export type { Logger };

/** Structured lines on standard error: standard output belongs to ENV2's line. Known secret fields never leave. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: { program: 'recorder' },
      redact: {
        paths: [
          'source',
          '*.source',
          'url',
          '*.url',
          'key',
          '*.key',
          'token',
          '*.token',
          'authorization',
          '*.authorization',
        ],
        censor: '***',
      },
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: (error: unknown) =>
          error instanceof Error
            ? { name: error.name, message: redactText(error.message), stack: redactText(error.stack ?? '') }
            : redactText(String(error)),
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
