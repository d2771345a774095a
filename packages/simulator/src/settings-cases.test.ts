import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canary, checkEnvironments } from '../../../tests/support/strange-environments.ts';
import { parseSettings } from './settings.ts';

const values = fc.oneof(
  fc.constantFrom('', ' ', '4000', 'info', 'INFO', 'ftp://x', 'http://', 'http://[', 'http://127.0.0.1:4000/', '//h'),
  fc.constantFrom('127.0.0.1:8551', '127.0.0.1:99999', '127.0.0.1:0', `http://u:${canary}@h`, `${canary}://h`),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 30 }).map((text) => `http://${text}`),
);

test('[ENV1] ten thousand environments: settings, or a line for each fault, and no value in any', () => {
  checkEnvironments(values, parseSettings, (settings) => {
    for (const url of [settings.serverUrl, settings.recorderUrl ?? 'http://127.0.0.1']) {
      expect(new URL(url).protocol).toMatch(/^https?:$/);
    }
  });
});
