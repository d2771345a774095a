import { describe, expect, test } from 'vitest';
import { readAllImports, toPlace } from './imports.ts';
import type { Import } from './imports.ts';
import { isTest } from './source-files.ts';

const imports = readAllImports().filter(({ from }) => !isTest(from));

/** Folder → the workspace packages it may take; everything else of ours it may not. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  'packages/contract': [],
  'packages/progress': ['contract'],
  'packages/ledger': ['contract'],
  'packages/schedule': ['contract'],
  'packages/hls': ['contract'],
  'packages/program': ['contract'],
  'packages/simulator': ['contract', 'hls', 'program'],
  'apps/server': ['contract', 'progress', 'ledger', 'schedule', 'program'],
  'apps/recorder': ['contract', 'hls', 'program'],
  'apps/dashboard': ['contract', 'progress', 'ledger', 'hls'],
  infra: ['contract'],
};

/** Layer → what it may import of its own program. First match wins; `*` in a target is the importer's own noun. */
const layersOf: Readonly<Record<string, readonly { layer: RegExp; may: readonly string[]; why: string }[]>> = {
  'apps/server/src': [
    {
      layer: /^(?:main|index|check|configuration)\.ts$/,
      may: ['app', 'configuration', 'platform', 'index.ts'],
      why: 'main only starts; what there is to wire is wired in app',
    },
    {
      layer: /^commands\//,
      may: ['commands', 'app', 'features', 'platform', 'adapters'],
      why: 'a command uses the features as a page would',
    },
    {
      layer: /^app\b/,
      may: ['app', 'http', 'realtime', 'features', 'adapters', 'platform', 'demo'],
      why: 'app is the one place that knows everyone',
    },
    {
      layer: /^demo\//,
      may: ['demo', 'platform'],
      why: 'the demo is data: it goes in through the doors that app hands to it',
    },
    {
      layer: /^features\/([^/]+)/,
      may: ['features/*', 'platform'],
      why: 'a feature knows its own noun and the platform: what it needs of another feature it declares as a narrow interface, and app hands it over',
    },
    {
      layer: /^http\//,
      may: ['http', 'platform', 'features'],
      why: 'http turns requests into calls; it does not know the sockets',
    },
    {
      layer: /^realtime\//,
      may: ['realtime', 'platform', 'features'],
      why: 'realtime turns the event log into rooms; it does not know http',
    },
    {
      layer: /^adapters\//,
      may: ['adapters', 'platform', 'features'],
      why: 'an adapter serves a feature what lies outside; it does not know who asks',
    },
    { layer: /^platform\//, may: ['platform'], why: 'the platform lies below everything and knows none of it' },
  ],
  'apps/recorder/src': [
    {
      layer: /^index\.ts$/,
      may: ['app', 'cameras', 'storage', 'time-lapse', 'platform'],
      why: 'the door of the recorder shows what tests and measurements need of it, and starts nothing',
    },
    {
      layer: /^(?:main|index|check|configuration)\.ts$/,
      may: ['app', 'configuration', 'ffmpeg', 'platform', 'sources/host-rules', 'index.ts'],
      why: "main finds the machine's ffmpeg and starts; what there is to wire is wired in app",
    },
    {
      layer: /^app\b/,
      may: [
        ...['app', 'http', 'cameras', 'channels', 'time-lapse', 'uplink', 'sources', 'health', 'ffmpeg', 'storage'],
        'platform',
      ],
      why: 'app is the one place that knows everyone',
    },
    {
      layer: /^http\//,
      may: ['http', 'cameras', 'channels', 'time-lapse', 'sources', 'health', 'storage', 'platform'],
      why: 'http serves what cameras and storage hold; it starts no ffmpeg',
    },
    {
      layer: /^cameras\//,
      may: ['cameras', 'time-lapse', 'sources', 'health', 'ffmpeg', 'storage', 'privacy', 'platform'],
      why: 'a camera is fed by its parts; it does not know who watches',
    },
    {
      layer: /^time-lapse\//,
      may: ['time-lapse', 'ffmpeg', 'storage', 'platform'],
      why: 'films are made of stills, whatever camera took them',
    },
    {
      layer: /^channels\//,
      may: ['channels', 'sources', 'storage', 'platform'],
      why: 'a channel shows what anyone may see: it takes the public playlist, not the camera',
    },
    {
      layer: /^uplink\//,
      may: ['uplink', 'storage', 'platform'],
      why: 'the uplink sends what is on the disk, whatever camera it came from',
    },
    {
      layer: /^(sources|health|ffmpeg|storage|privacy)\//,
      may: ['*', 'platform'],
      why: 'these parts stand side by side; a camera joins them',
    },
    { layer: /^platform\//, may: ['platform'], why: 'the platform lies below everything and knows none of it' },
  ],
  'apps/dashboard/src': [
    { layer: /^routes\//, may: ['routes', 'lib', 'app.css'], why: 'a page is made of features and doors' },
    {
      layer: /^lib\/features\//,
      may: ['lib/features', 'lib/api', 'lib/live', 'lib/player', 'lib/charts', 'lib/i18n', 'lib/ui'],
      why: 'features are used by routes, not the other way round',
    },
    {
      layer: /^lib\/ui\//,
      may: ['lib/ui', 'lib/i18n'],
      why: 'ui is props and events only: what it shows is handed to it',
    },
    {
      layer: /^lib\/(api|live|player|charts|i18n)\//,
      may: ['lib/*', 'lib/i18n', 'lib/api', 'lib/ui'],
      why: 'the doors (api, live, player, charts, i18n) do not know the features that use them',
    },
  ],
};

function isAllowed(target: string, may: readonly string[], noun: string | undefined): boolean {
  return may.some((entry) => {
    const allowed = noun === undefined ? entry : entry.replace('*', noun);
    return (
      target === allowed || target.startsWith(`${allowed}/`) || (!allowed.includes('.') && target === `${allowed}.ts`)
    );
  });
}

function findLayerFaults(program: string, one: Import): string[] {
  const rules = layersOf[program];
  if (!rules || !one.from.startsWith(`${program}/`) || !one.to?.startsWith(`${program}/`)) return [];
  const [from, to] = [one.from.slice(program.length + 1), one.to.slice(program.length + 1)];
  const rule = rules.find(({ layer }) => layer.test(from));
  if (!rule || isAllowed(to, rule.may, rule.layer.exec(from)?.[1])) return [];
  return [`${toPlace(one)} imports ${to}: ${rule.why}.`];
}

const pureJudges = /^apps\/dashboard\/src\/lib\/player\/(?:badge|recovery)\.ts$/;

describe('who may import whom', () => {
  test('programs and packages take only the packages below them', () => {
    const faults = imports.flatMap((one) => {
      const owner = Object.keys(packagesOf).find((folder) => one.from.startsWith(`${folder}/`));
      const name = /^@sitecast\/([a-z-]+)/.exec(one.specifier)?.[1];
      if (!owner || !name || packagesOf[owner]?.includes(name)) return [];
      return [
        `${toPlace(one)} takes @sitecast/${name}; ${owner} may take: ${packagesOf[owner]?.join(', ') || 'none'}. Move what both need down into contract.`,
      ];
    });
    expect(faults).toEqual([]);
  });

  test('no file reaches into another package by path', () => {
    const folderOf = (path: string): string => /^(?:apps|packages)\/[^/]+|^[^/]+/.exec(path)?.[0] ?? path;
    const faults = readAllImports().flatMap((one) => {
      if (!one.to || folderOf(one.from) === folderOf(one.to) || /\.config\.ts$/.test(one.from)) return [];
      // Tests share what starts the real parts; the tests of the whole may start it as a person does.
      if (isTest(one.from) && one.to.startsWith('tests/support/')) return [];
      if (one.from.startsWith('tests/') && one.to.startsWith('infra/')) return [];
      // What a page calls a picture, and how it gets back to one, are pure: faults are played to them as to the page.
      if (one.from.startsWith('tests/faults/') && pureJudges.test(one.to)) return [];
      return [
        `${toPlace(one)} reaches into ${one.to}. Take it through the package's door (its index.ts), or start the program and speak to it.`,
      ];
    });
    expect(faults).toEqual([]);
  });

  test('tests and others take packages through the doors their exports name', () => {
    const doors = new Set([
      'contract',
      'contract/permissions',
      'contract/words',
      'progress',
      'ledger',
      'schedule',
      'hls',
      'program',
      'simulator',
      'server',
      'recorder',
    ]);
    const faults = readAllImports().flatMap((one) => {
      const door = /^@sitecast\/(.+)$/.exec(one.specifier)?.[1];
      return door === undefined || doors.has(door)
        ? []
        : [`${toPlace(one)} imports ${one.specifier}: only ${[...doors].join(', ')} are doors.`];
    });
    expect(faults).toEqual([]);
  });

  test.each(Object.keys(layersOf))('the layers of %s point one way', (program) => {
    expect(imports.flatMap((one) => findLayerFaults(program, one))).toEqual([]);
  });

  test('every folder of a program belongs to a layer', () => {
    const faults = imports.flatMap(({ from }) => {
      const program = Object.keys(layersOf).find(
        (folder) => from.startsWith(`${folder}/`) && folder !== 'apps/dashboard/src',
      );
      if (!program) return [];
      const inside = from.slice(program.length + 1);
      return layersOf[program]?.some(({ layer }) => layer.test(inside))
        ? []
        : [`${from} lies in no layer of ${program}: put it into one, or add the layer here.`];
    });
    expect([...new Set(faults)]).toEqual([]);
  });

  test('features of the server do not import one another', () => {
    const faults = imports.flatMap((one) => {
      const noun = /^apps\/server\/src\/features\/([^/]+)/.exec(one.from)?.[1];
      const other = /^apps\/server\/src\/features\/([^/]+)/.exec(one.to ?? '')?.[1];
      return noun && other && noun !== other
        ? [
            `${toPlace(one)}: ${noun} imports ${other}. Declare the few functions it needs in its parts and let app hand them over.`,
          ]
        : [];
    });
    expect(faults).toEqual([]);
  });
});
