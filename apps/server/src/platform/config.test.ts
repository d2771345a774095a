import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EnvironmentFaults } from '@sitecast/program';
import { parseConfig } from './config.ts';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentFaults) return error.faults;
    throw error;
  }
}

test('[ENV1] names every fault at once and prints no value', () => {
  const faults = faultsOf({
    SITECAST_PORT: '70000',
    SITECAST_ORIGIN: 'ftp://secret.example/x',
    SITECAST_PROT: '4000',
    SITECAST_TRUSTED_PROXIES: '10.0.0.0/40',
    SITECAST_METRICS_TOKEN: 'short-secret',
    SITECAST_DATABASE_URL: 'postgres://user:secret@host/db',
  });
  expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual([
    'SITECAST_DATABASE_URL',
    'SITECAST_METRICS_TOKEN',
    'SITECAST_ORIGIN',
    'SITECAST_PORT',
    'SITECAST_PROT',
    'SITECAST_TRUSTED_PROXIES',
  ]);
  expect(faults.join('\n')).not.toMatch(/secret|70000|10\.0/);
});

test('[ENV1] one fault is one line, and a number is written as one', () => {
  for (const port of ['4e3', ' 4000', '0x10', '-1', '4000.0', '65536', 'x']) {
    expect(faultsOf({ SITECAST_PORT: port }), port).toHaveLength(1);
  }
  for (const origin of ['nowhere', 'http://', 'https://user:secret@site.example', 'https://site.example/path']) {
    expect(faultsOf({ SITECAST_ORIGIN: origin }), origin).toHaveLength(1);
  }
});

test('[ENV1] takes the defaults, and an empty variable for an unset one', () => {
  const config = parseConfig({ SITECAST_PORT: '', PATH: '/bin' });
  expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', demo: null, origin: null, trustedProxies: [] });
  expect(path.isAbsolute(config.dataDirectory)).toBe(true);
  expect(Object.isFrozen(config)).toBe(true);
});

test('[ENV1] the program ends with 78 and one line per fault', () => {
  const main = path.join(import.meta.dirname, '..', 'main.ts');
  const ended = spawnSync(process.execPath, [main], {
    env: { PATH: process.env['PATH'], SITECAST_PORT: 'x', SITECAST_NONE: 'y' },
    encoding: 'utf8',
  });
  expect(ended.status).toBe(78);
  expect(ended.stderr.trim().split('\n')).toHaveLength(2);
  expect(ended.stdout).toBe('');
});
