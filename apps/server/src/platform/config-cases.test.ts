import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canary, checkEnvironments } from '../../../../tests/support/strange-environments.ts';
import { parseConfig } from './config.ts';

const values = fc.oneof(
  fc.constantFrom('', ' ', '0', '4000', '65536', '-1', '4e3', 'on', 'off', 'info', '127.0.0.1', '10.0.0.0/8', '::/0'),
  fc.constantFrom('http://127.0.0.1:4100', 'https://site.example', 'http://', '//x', 'http://[::1', 'smtp://h', 'a@b'),
  fc.constantFrom(`postgres://u:${canary}@h/db`, `https://u:${canary}@h`, `smtp://u:${canary}@h`, `smtp://h/${canary}`),
  fc.constantFrom(`smtp://%zz:${canary}@h`, `smtp://u:%e0%a4@h`, `smtps://u@h:0`, `smtp://u:${canary}%@h:25`),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${canary}${text}`),
  fc.string({ maxLength: 30 }).map((text) => `http://${canary}${text}`),
  fc.string({ maxLength: 12 }).map((text) => `smtp://${text}:${canary}@mail.example`),
  fc.ipV4().map((host) => `${host}/${host.length * 4}`),
  fc.integer({ min: -10, max: 70_000 }).map(String),
);

test('[ENV1] ten thousand environments: a whole configuration or a line for each fault, and no value in any', () => {
  const check = (config: ReturnType<typeof parseConfig>): void => {
    expect(Number.isInteger(config.port) && config.port >= 0 && config.port <= 65_535).toBe(true);
    expect(config.origin === null || new URL(config.origin).origin === config.origin).toBe(true);
    expect(new URL(config.recorderUrl).username).toBe('');
    expect(config.metricsToken === null || config.metricsToken.length >= 16).toBe(true);
    expect(Object.isFrozen(config)).toBe(true);
  };
  checkEnvironments(values, parseConfig, check, 0.5);
});
