import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoMarker, readStartSettings } from './start-settings.ts';

let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sitecast-settings-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('the settings of the start command', () => {
  test('[ENV1] a bad environment is told whole, one line per fault, without a value', () => {
    const environment = {
      SITECAST_PROT: 'hidden-1',
      SITECAST_PORT: 'hidden-2',
      SITECAST_DEMO: 'hidden-3',
      SITECAST_RTMP_PORT: '70000',
    };
    const read = readStartSettings(environment, ['--frobnicate']);
    const faults = 'faults' in read ? read.faults : [];
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(
      ['SITECAST_PROT', 'SITECAST_PORT', 'SITECAST_RTMP_PORT', 'SITECAST_DEMO', '--frobnicate'].toSorted(
        (a, b) => faults.findIndex((fault) => fault.startsWith(a)) - faults.findIndex((fault) => fault.startsWith(b)),
      ),
    );
    expect(faults).toHaveLength(5);
    expect(faults.join()).not.toMatch(/hidden|70000/);
  });

  test('opens no door to the network and picks no port by itself', () => {
    expect(readStartSettings({ SITECAST_DATA: data }, [])).toMatchObject({
      host: '127.0.0.1',
      port: null,
      dataDir: data,
    });
  });

  test('runs the demo where data is new, and where it ran before', async () => {
    const isDemo = (environment = {}) =>
      (readStartSettings({ SITECAST_DATA: data, ...environment }, []) as { demo: boolean }).demo;
    expect(isDemo()).toBe(true);
    await mkdir(join(data, 'server'));
    expect(isDemo()).toBe(false);
    expect(isDemo({ SITECAST_DEMO: 'on' })).toBe(true);
    await mkdir(join(data, 'run'));
    await writeFile(demoMarker(data), '');
    expect(isDemo()).toBe(true);
    expect(isDemo({ SITECAST_DEMO: 'off' })).toBe(false);
  });
});
