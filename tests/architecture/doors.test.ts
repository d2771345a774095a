import { describe, expect, test } from 'vitest';
import { readAllImports, toPlace } from './imports.ts';
import { isTest } from './source-files.ts';

const imports = readAllImports().filter(({ from }) => !isTest(from));

/** Library → the folders that may import it. A library met in one place can be replaced in one place. */
const doors: readonly { library: RegExp; in: readonly string[] }[] = [
  { library: /^hls\.js/, in: ['apps/dashboard/src/lib/player/'] },
  { library: /^socket\.io-client$/, in: ['apps/dashboard/src/lib/live/'] },
  { library: /^chart\.js/, in: ['apps/dashboard/src/lib/charts/'] },
  { library: /^(?:maplibre-gl|leaflet)/, in: ['apps/dashboard/src/lib/map/'] },
  { library: /^bits-ui/, in: ['apps/dashboard/src/lib/ui/'] },
  {
    library: /(?:^|\/)generated\/|^@inlang\/paraglide-js/,
    in: ['apps/dashboard/src/lib/i18n/', 'apps/dashboard/messages/', 'apps/dashboard/vite.config.ts'],
  },
  {
    library: /^express$/,
    in: ['apps/server/src/http/', 'apps/server/src/app', 'apps/recorder/src/http/', 'apps/recorder/src/app'],
  },
  { library: /^socket\.io$/, in: ['apps/server/src/realtime/'] },
  { library: /^node:sqlite$/, in: ['apps/server/src/platform/database/', 'apps/server/src/platform/backup/'] },
  { library: /^helmet$/, in: ['apps/server/src/http/', 'apps/server/src/app'] },
  { library: /^busboy$/, in: ['apps/server/src/http/'] },
  { library: /^pino$/, in: ['apps/server/src/platform/', 'apps/recorder/src/platform/'] },
  {
    library: /^prom-client$/,
    in: [
      'apps/server/src/platform/',
      'apps/recorder/src/platform/',
      'apps/server/src/http/',
      'apps/recorder/src/http/',
    ],
  },
  { library: /^sharp$/, in: ['apps/server/src/adapters/', 'packages/simulator/src/', 'infra/', 'tests/'] },
  { library: /^node-media-server/, in: ['apps/recorder/src/sources/rtmp/'] },
];

describe('one door per library', () => {
  test('a library is imported in its own folder only', () => {
    const faults = imports.flatMap((one) => {
      const door = doors.find(({ library }) => library.test(one.specifier));
      if (!door || one.typeOnly || door.in.some((folder) => one.from.startsWith(folder))) return [];
      return [
        `${toPlace(one)} imports ${one.specifier}; its door is ${door.in.join(' or ')}. Ask that folder for what is needed.`,
      ];
    });
    expect(faults).toEqual([]);
  });

  test('only programs, tools and tests start processes or open files: pure packages do no I/O', () => {
    const pure = /^packages\/(?:contract|progress|ledger|schedule|hls)\//;
    const faults = imports
      .filter((one) => pure.test(one.from) && /^node:(?!buffer|crypto)/.test(one.specifier))
      .map((one) => `${toPlace(one)} imports ${one.specifier}: this package does no I/O. Hand it bytes and values.`);
    expect(faults).toEqual([]);
  });

  test('browser code takes nothing of node:', () => {
    const browser = /^apps\/dashboard\/src\//;
    const serverOnly = /\.server\.ts$|hooks\.server\.ts$|\+server\.ts$/;
    const faults = imports
      .filter(
        (one) =>
          browser.test(one.from) && !serverOnly.test(one.from) && one.specifier.startsWith('node:') && !one.typeOnly,
      )
      .map((one) => `${toPlace(one)} imports ${one.specifier}, which no browser has.`);
    expect(faults).toEqual([]);
  });

  test('browser code takes values of the contract from its words and permissions alone', () => {
    const serverOnly = /\.server\.ts$|\+server\.ts$/;
    const faults = imports
      .filter((one) => one.from.startsWith('apps/dashboard/src/') && !serverOnly.test(one.from) && !one.typeOnly)
      .filter((one) => one.specifier === '@sitecast/contract')
      .map(
        (one) =>
          `${toPlace(one)} takes a value from @sitecast/contract and with it zod (27 kB on every page). Use import type, or @sitecast/contract/words or …/permissions.`,
      );
    expect(faults).toEqual([]);
  });

  test('what a browser takes of the contract brings no library along', () => {
    const seen = new Set(['packages/contract/src/words.ts', 'packages/contract/src/permissions.ts']);
    const faults: string[] = [];
    for (const file of seen) {
      for (const one of imports.filter(({ from, typeOnly }) => from === file && !typeOnly)) {
        if (one.to) seen.add(one.to);
        else faults.push(`${toPlace(one)} imports ${one.specifier}, and every page would load it. Take the type only.`);
      }
    }
    expect(faults).toEqual([]);
  });
});
