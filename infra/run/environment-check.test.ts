import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../tests/support/until.ts';
import { findEnvironmentFaults } from './environment-check.ts';
import { programs } from './programs.ts';
import { inWorkspace } from './workspace.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-environment-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = { PATH: process.env['PATH'] };
const start = inWorkspace('infra/run/start.ts');
const nameOf = (line: string): string => line.split(':')[0] ?? '';

describe('[ENV1] a bad environment', () => {
  test('is told whole by the start command: a line per fault, no value, exit code 78, nothing made', () => {
    const data = join(folder, 'data');
    const environment = {
      SITECAST_DATA: data,
      SITECAST_PORT: 'hidden-1',
      SITECAST_PROT: 'hidden-2',
      SITECAST_ORIGIN: 'ftp://hidden-3',
      SITECAST_SOURCE_HOSTS: 'hidden-4!',
      SITECAST_FREE_SPACE_FLOOR_MB: 'hidden-5',
      SITECAST_SERVER_URL: 'hidden-6',
      SITECAST_LOG_LEVEL: 'hidden-7',
    };
    const ended = spawnSync(process.execPath, [start, '--hidden'], {
      env: { ...path, ...environment },
      encoding: 'utf8',
    });
    const lines = ended.stderr.trim().split('\n');
    const wrong = Object.keys(environment).filter((name) => name !== 'SITECAST_DATA');
    expect(lines.map(nameOf).toSorted()).toEqual(['--hidden', ...wrong].toSorted());
    expect(ended.stderr).not.toMatch(/hidden-\d/);
    expect([ended.status, ended.stdout]).toEqual([78, '']);
    expect(existsSync(data)).toBe(false);
  });

  test.each(['/proc/sitecast/data', '/dev/null/data', '/etc/passwd'])('names the data folder %s', async (data) => {
    const environment = { ...path, SITECAST_DATA: data };
    for (const name of ['recorder', 'server'] as const) {
      expect(await findEnvironmentFaults([name], environment)).toEqual([
        expect.stringMatching(/^SITECAST_DATA: must be a folder/),
      ]);
      const ended = spawnSync(process.execPath, [inWorkspace(programs[name].entry)], {
        env: environment,
        encoding: 'utf8',
      });
      expect([ended.status, ended.stderr.trim().split('\n').map(nameOf)]).toEqual([78, ['SITECAST_DATA']]);
    }
    const ended = spawnSync(process.execPath, [start], { env: environment, encoding: 'utf8' });
    expect([ended.status, ended.stderr.trim().split('\n').map(nameOf)]).toEqual([78, ['SITECAST_DATA']]);
  });

  test('a good one is asked of every program and leaves nothing behind', async () => {
    const environment = { ...path, SITECAST_DATA: join(folder, 'new/data') };
    expect(await findEnvironmentFaults(['recorder', 'server', 'simulator'], environment)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});

test('[ENV5] the start command ends on SIGTERM before its programs run, and with it what it had started', async () => {
  const ffmpeg = join(folder, 'ffmpeg');
  const mark = join(folder, 'asked');
  await writeFile(ffmpeg, `#!/bin/sh\necho $$ > '${mark}'\nexec sleep 600\n`);
  await chmod(ffmpeg, 0o755);
  const starter = spawn(process.execPath, [start], {
    env: { ...path, SITECAST_DATA: join(folder, 'data'), SITECAST_PORT: '0', FFMPEG_PATH: ffmpeg },
    stdio: 'ignore',
  });
  const ended = once(starter, 'exit');
  const pid = await until('the starter asks for the version of ffmpeg', async () =>
    existsSync(mark) ? Number(await readFile(mark, 'utf8')) : null,
  );
  starter.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await until('what it had started is gone', () => !existsSync(`/proc/${pid}/cmdline`));
  expect(existsSync(join(folder, 'data/run/starter.pid'))).toBe(false);
});
