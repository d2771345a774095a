import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeDataLock } from './data-lock.ts';
import { findFfmpeg, findPackagedFfmpeg } from './ffmpeg.ts';
import { openLogFile } from './log-file.ts';
import { findFreePort, findFreePorts, findPortFault } from './port.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-machine-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a port', () => {
  test('that is taken is passed over', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await findFreePort(port, '127.0.0.1')).toBeGreaterThan(port);
    taken.close();
  });

  test('says why nobody can listen there', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await findPortFault(port, '127.0.0.1')).toBe('taken');
    taken.close();
    expect(await findPortFault(0, '127.0.0.1')).toBeNull();
    // An address for documents, which no machine has.
    expect(await findPortFault(0, '192.0.2.7')).toBe('no-such-address');
    expect(await findPortFault(0, 'not a host')).toBe('no-such-address');
  });

  test('is found for each of several', async () => {
    const ports = await findFreePorts(4, '127.0.0.1');
    expect(new Set(ports).size).toBe(4);
    expect(Math.min(...ports)).toBeGreaterThan(0);
  });
});

describe('the data folder', () => {
  test('is taken by one starter at a time, and again when it lets go', () => {
    const path = join(folder, 'run/starter.pid');
    const first = takeDataLock(path);
    expect(takeDataLock(path)).toEqual({ heldBy: process.pid });
    if ('release' in first) first.release();
    expect(takeDataLock(path)).toHaveProperty('release');
  });

  test('is taken over from a process that is gone, also where its id is used again', async () => {
    const path = join(folder, 'starter.pid');
    await writeFile(path, `${process.pid} 1\n`);
    expect(takeDataLock(path)).toHaveProperty('release');
  });
});

describe('a log file', () => {
  test('keeps the newest lines and stays below its size', async () => {
    const path = join(folder, 'log/server.log');
    const log = openLogFile(path, 200);
    for (let line = 0; line < 100; line += 1) log.write(`line ${line}`);
    log.close();
    const [now, before] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.1`, 'utf8')]);
    expect(now.length).toBeLessThanOrEqual(200);
    expect(before.length).toBeLessThanOrEqual(200);
    expect(now.trimEnd().split('\n').at(-1)).toBe('line 99');
    expect(log.tail().at(-1)).toBe('line 99');
  });
});

describe('ffmpeg', () => {
  /** A program that answers `-version` as an ffmpeg of that version does. */
  async function writeFfmpeg(version: string): Promise<string> {
    const path = join(folder, 'ffmpeg');
    await writeFile(path, `#!/bin/sh\necho "ffmpeg version ${version} Copyright (c) the FFmpeg developers"\n`);
    await chmod(path, 0o755);
    return path;
  }
  const nothing = {
    canInstallPackages: () => false,
    installPackages: () => Promise.resolve('off'),
    findPackagedFfmpeg: () => Promise.resolve(null),
  };
  const find = async (environment: Record<string, string>, sources = nothing) => {
    const said: string[] = [];
    return { found: await findFfmpeg(environment, (line) => said.push(line), sources), said: said.join('\n') };
  };

  test('that is new enough is taken from PATH without a word', async () => {
    const path = await writeFfmpeg('5.1.9-0+deb12u1');
    expect(await find({ PATH: folder })).toEqual({ found: { path, version: '5.1', old: false }, said: '' });
  });

  test('that FFMPEG_PATH names comes first; a wrong name is told, not replaced', async () => {
    const path = await writeFfmpeg('n7.1');
    expect((await find({ FFMPEG_PATH: path, PATH: '' })).found?.path).toBe(path);
    const wrong = await find({ FFMPEG_PATH: join(folder, 'absent'), PATH: folder });
    expect(wrong.found).toBeNull();
    expect(wrong.said).toContain('FFMPEG_PATH');
  });

  test('that is old is used and told; none at all is told with what to do', async () => {
    await writeFfmpeg('4.1');
    const old = await find({ PATH: folder });
    expect(old.found).toMatchObject({ old: true });
    expect(old.said).toMatch(/5\.1 or newer/);
    expect(await find({ PATH: '' })).toMatchObject({
      found: null,
      said: expect.stringContaining('Install ffmpeg') as string,
    });
  });

  test('of the npm package runs where it was installed', async () => {
    const packaged = await findPackagedFfmpeg();
    if (process.platform === 'linux' && process.arch === 'x64')
      expect(packaged).toMatchObject({ version: expect.stringMatching(/^4\.|^git$/) as string });
    else expect(packaged === null || packaged.version.length > 0).toBe(true);
  });
});
