import { existsSync, readFileSync } from 'node:fs';
import { environmentNames } from '@sitecast/contract';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { programs } from './run/programs.ts';
import { inWorkspace } from './run/workspace.ts';

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  /** null: handed on from outside where it is set there. */
  environment?: Record<string, string | null>;
  network_mode?: string;
  depends_on?: Record<string, unknown>;
  volumes?: string[];
  ports?: string[];
  read_only?: boolean;
  cap_drop?: string[];
}

const compose = parse(readFileSync(inWorkspace('infra/compose.yaml'), 'utf8')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const ours = Object.entries(programs).map(([name, program]) => ({ name, program, service: compose.services[name] }));

/** Exec-form CMD of the last stage. */
function readCommand(dockerfile: string): string[] {
  const text = readFileSync(inWorkspace('infra', dockerfile.replace(/^infra\//, '')), 'utf8');
  const command = [...text.matchAll(/^CMD (\[.*\])$/gm)].at(-1)?.[1];
  return JSON.parse(command ?? '[]') as string[];
}

describe('compose', () => {
  test('has a service for each program that the start command starts', () => {
    expect(ours.filter(({ service }) => service === undefined)).toEqual([]);
  });

  test.each(ours)('starts $name from the same file as the start command', ({ program, service }) => {
    const command = service?.command ?? readCommand(service?.build?.dockerfile ?? '');
    expect(command).toEqual(['node', program.entry]);
  });

  test.each(ours)('[ENV1] gives $name what the start command gives it, and nothing unknown', ({ program, service }) => {
    const given = Object.keys(service?.environment ?? {});
    expect(given).toEqual(expect.arrayContaining([...program.given]));
    expect(given.filter((name) => !(environmentNames as readonly string[]).includes(name))).toEqual([]);
  });

  test('[ENV1] lets every variable be set, but for what this version does not serve and what the image holds', () => {
    const given = new Set(ours.flatMap(({ service }) => Object.keys(service?.environment ?? {})));
    const left = environmentNames.filter((name) => !given.has(name));
    expect(left).toEqual(['SITECAST_DATABASE_URL', 'SITECAST_DASHBOARD_BUILD']);
  });

  test.each(ours)('keeps $name without rights it does not use', ({ service }) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(service?.ports).toBeUndefined();
  });

  test('[ENV3] one volume of secrets is shared by all programs, the database is not', () => {
    const holders = (volume: string) =>
      ours
        .filter(({ service }) => service?.volumes?.some((each) => each.startsWith(`${volume}:`)))
        .map(({ name }) => name);
    expect(holders('secrets')).toEqual(['recorder', 'server', 'simulator']);
    expect(holders('server-data')).toEqual(['server']);
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((each) => each.split(':')[0] ?? ''),
    );
    expect(mounted.filter((name) => !name.startsWith('.') && !(name in compose.volumes))).toEqual([]);
  });

  test('files it mounts and builds from exist', () => {
    const paths = Object.values(compose.services).flatMap(({ build, volumes = [] }) => [
      ...(build ? [inWorkspace(build.dockerfile)] : []),
      ...volumes.filter((each) => each.startsWith('.')).map((each) => inWorkspace('infra', each.split(':')[0] ?? '')),
    ]);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('images are of one version, not of the day', () => {
    const images = Object.values(compose.services).flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => !/:\d+\.\d+\.\d+/.test(image))).toEqual([]);
  });
});
