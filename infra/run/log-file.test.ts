import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';

// The kernel's own full disk; where there is none, there is no way to have one without filling somebody's.
test.runIf(existsSync('/dev/full'))('a full disk costs the line and nothing else', () => {
  const log = openLogFile('/dev/full', 1_000);
  expect(() => log.write('the disk is full')).not.toThrow();
  expect(log.tail()).toEqual(['the disk is full']);
  log.close();
});
