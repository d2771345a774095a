import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentNames } from '@sitecast/contract';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../run/command.ts';
import { findOnPath } from '../run/ffmpeg.ts';
import { programs } from '../run/programs.ts';
import { inWorkspace } from '../run/workspace.ts';

const units = readdirSync(inWorkspace('infra/systemd')).filter((name) => name.endsWith('.service'));

describe.each(units)('%s', (unit) => {
  const text = readFileSync(inWorkspace('infra/systemd', unit), 'utf8');
  const valuesOf = (key: string): string[] =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((match) => match[1] ?? '');
  const program = unit.includes('server') ? programs.server : programs.recorder;

  test('starts the same file as the start command', () => {
    expect(valuesOf('ExecStart')).toEqual([`/opt/sitecast/node_modules/.bin/node /opt/sitecast/${program.entry}`]);
  });

  test('[ENV1] gives what the start command gives, and nothing unknown', () => {
    const names = valuesOf('Environment')
      .map((each) => each.split('=')[0] ?? '')
      .filter((name) => name.startsWith('SITECAST_'));
    expect(names).toEqual(expect.arrayContaining([...program.given]));
    expect(names.filter((name) => !(environmentNames as readonly string[]).includes(name))).toEqual([]);
  });

  test('does not start again what was refused, and starts again everything else', () => {
    expect(valuesOf('Restart')).toEqual(['always']);
    expect(valuesOf('RestartPreventExitStatus')).toEqual(['78']);
  });

  test('runs without rights it does not use', () => {
    for (const [key, value] of [
      ['NoNewPrivileges', 'yes'],
      ['ProtectSystem', 'strict'],
      ['ProtectHome', 'yes'],
      ['CapabilityBoundingSet', ''],
    ] as const)
      expect(valuesOf(key), key).toEqual([value]);
    expect(valuesOf('User')).toEqual(['sitecast']);
  });

  test('is accepted by systemd where systemd is installed', async () => {
    const analyze = await findOnPath('systemd-analyze', process.env);
    const folder = await mkdtemp(join(tmpdir(), 'sitecast-unit-'));
    try {
      // The deployment's paths are not on this machine; everything else is judged as it stands.
      const here = text
        .replaceAll('/opt/sitecast/node_modules/.bin/node', process.execPath)
        .replaceAll('/opt/sitecast', inWorkspace())
        .replaceAll('=sitecast\n', '=root\n');
      await writeFile(join(folder, unit), here);
      const verified = analyze === null ? null : await runCommand(analyze, ['verify', '--man=no', join(folder, unit)]);
      expect(verified?.output.split('\n').filter((line) => line.includes(unit)) ?? []).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
