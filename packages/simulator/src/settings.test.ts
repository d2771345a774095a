import { expect, test } from 'vitest';
import { EnvironmentFaults } from '@sitecast/program';
import { parseSettings } from './settings.ts';

test('[ENV1] refuses a name that no program knows and says the name, not the value', () => {
  const parse = () => parseSettings({ SITECAST_SERVR_URL: 'http://secret.example' });
  expect(parse).toThrow(EnvironmentFaults);
  expect(parse).toThrow('SITECAST_SERVR_URL');
  expect(parse).not.toThrow('secret');
});

test('[ENV1] refuses an address that is none, a line per fault', () => {
  const parse = () => parseSettings({ SITECAST_SERVER_URL: 'ftp://x', SITECAST_RECORDER_URL: 'nowhere' });
  expect(parse).toThrow(/^SITECAST_SERVER_URL: must be \S+\nSITECAST_RECORDER_URL: must be \S+$/);
});

test('takes an empty variable as unset and cuts a slash at the end', () => {
  const settings = parseSettings({ SITECAST_SERVER_URL: 'http://127.0.0.1:4000/', SITECAST_RECORDER_URL: '' });
  expect(settings).toMatchObject({ serverUrl: 'http://127.0.0.1:4000', recorderUrl: null, dataFolder: './data' });
});

test('draws the past unless it is told not to, and refuses any other word', () => {
  expect(parseSettings({}).drawsPast).toBe(true);
  expect(parseSettings({ SITECAST_DEMO_PAST: 'off' }).drawsPast).toBe(false);
  expect(() => parseSettings({ SITECAST_DEMO_PAST: 'no' })).toThrow('SITECAST_DEMO_PAST: must be on or off');
});

test('takes for its cameras the ports of loopback that the recorder may open', () => {
  const portsOf = (hosts: string) => parseSettings({ SITECAST_SOURCE_HOSTS: hosts }).cameraPorts;
  expect(portsOf('10.0.0.0/8, 127.0.0.1:8551,camera.lan:554,127.0.0.1:8552')).toEqual([8551, 8552]);
  expect(portsOf('127.0.0.0/8,127.0.0.1')).toEqual([]);
});
