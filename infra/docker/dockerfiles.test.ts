import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { environmentNames } from '@sitecast/contract';
import { describe, expect, test } from 'vitest';
import { inWorkspace } from '../run/workspace.ts';

interface Instruction {
  name: string;
  rest: string;
}

const files = readdirSync(inWorkspace('infra/docker')).filter((name) => name.endsWith('.Dockerfile'));

function readInstructions(file: string): Instruction[] {
  const text = readFileSync(inWorkspace('infra/docker', file), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', ...rest] = line.trim().split(/\s+/);
      return { name, rest: rest.join(' ') };
    });
}

describe.each(files)('%s', (file) => {
  const instructions = readInstructions(file);
  const all = (name: string): string[] => instructions.filter((each) => each.name === name).map(({ rest }) => rest);

  test('builds on one version of Debian 12 and of the Node that the lockfile names', () => {
    const { version } = JSON.parse(readFileSync(inWorkspace('node_modules/node/package.json'), 'utf8')) as {
      version: string;
    };
    for (const base of all('FROM'))
      expect(base).toMatch(new RegExp(`^node:${version.replaceAll('.', '\\.')}-bookworm-slim(?: AS \\w+)?$`));
  });

  test('runs as somebody who is not root, from then on', () => {
    expect(all('USER')).toEqual(['node']);
    const names = instructions.map(({ name }) => name);
    expect(names.slice(names.lastIndexOf('USER')).filter((name) => ['RUN', 'COPY', 'ADD'].includes(name))).toEqual([]);
  });

  test('says how its health is asked, and how it is stopped', () => {
    expect(all('HEALTHCHECK').join()).toContain('/livez');
    expect(all('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  test('names files that exist, in commands that need no shell', () => {
    const commands = [...all('CMD'), ...all('HEALTHCHECK').map((rest) => rest.slice(rest.indexOf('CMD ') + 4))];
    for (const command of commands) {
      const [program, entry = ''] = JSON.parse(command) as string[];
      expect(program).toBe('node');
      expect(existsSync(inWorkspace(entry)), `${entry} exists`).toBe(true);
    }
  });

  test('[ENV1] sets only variables that are declared', () => {
    const names = all('ENV').flatMap((rest) => rest.match(/SITECAST_[A-Z_]+(?==)/g) ?? []);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !(environmentNames as readonly string[]).includes(name))).toEqual([]);
  });

  test('keeps the optional packages: sharp has its binaries there, and the server does not start without', () => {
    const installs =
      all('RUN')
        .join('\n')
        .match(/pnpm@12 install[^&]*/g) ?? [];
    expect(installs.length).toBeGreaterThan(0);
    for (const install of installs) expect(install).not.toContain('--no-optional');
  });

  test('holds no secret and fetches from npm and Debian alone', () => {
    const text = instructions.map(({ rest }) => rest).join('\n');
    expect(text).not.toMatch(/(?:token|password|secret)=/i);
    expect(text).not.toMatch(/\b(?:curl|wget|git clone)\b|\bADD\s+http/);
  });
});
