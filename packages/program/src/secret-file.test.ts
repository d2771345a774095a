import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrCreateSecret } from './secret-file.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sitecast-secrets-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

test('[ENV3] programs that start together agree on a secret, and it is for their own user', async () => {
  const secrets = join(data, 'secrets');
  const asked = Array.from({ length: 16 }, (_, index) =>
    readOrCreateSecret(secrets, 'control.token', () => `made by ${index}`),
  );
  const [first, ...others] = await Promise.all(asked);
  expect(first).toMatch(/^made by \d+$/);
  expect(new Set(others)).toEqual(new Set([first]));
  expect(await readOrCreateSecret(secrets, 'control.token', () => 'another')).toBe(first);
  const modes = await Promise.all(
    [secrets, join(secrets, 'control.token')].map(async (path) => (await stat(path)).mode),
  );
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600]);
});
