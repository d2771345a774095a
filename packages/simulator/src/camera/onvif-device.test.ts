import onvif from 'onvif';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../../tests/support/until.ts';
import type { Turn } from './lens-fault.ts';
import { startOnvifDevice, type OnvifDevice } from './onvif-device.ts';

const turns: Turn[] = [];
let device: OnvifDevice;

beforeAll(async () => {
  device = await startOnvifDevice({
    credentials: { user: 'operator', password: 'right' },
    presets: [
      { token: '1', name: 'Gate', turn: { x: 0, y: 0 } },
      { token: '2', name: 'Crane', turn: { x: 80, y: -40 } },
    ],
    reach: { x: 160, y: 80 },
    turn: (to) => turns.push(to),
    turnsInMs: 300,
  });
});
afterAll(() => device.close());

/** The client speaks in callbacks. */
const call = <T>(begin: (done: (fault: Error | null, value: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => begin((fault, value) => (fault ? reject(fault) : resolve(value))));

/** Somebody else's ONVIF client, signed in. */
const open = async (password: string): Promise<InstanceType<typeof onvif.Cam>> => {
  const login = { hostname: '127.0.0.1', port: device.port, username: 'operator', password, timeout: 5_000 };
  const client = new onvif.Cam({ ...login, autoconnect: false });
  await call((done) => client.connect((fault) => done(fault, null)));
  return client;
};

test('a foreign ONVIF client finds its presets, turns it and sees it turn', async () => {
  const client = await open('right');
  const presets = await call<Record<string, { $: { token: string | number } }>>((done) => client.getPresets({}, done));
  expect(Object.entries(presets).map(([name, preset]) => [name, String(preset.$.token)])).toEqual([
    ['Gate', '1'],
    ['Crane', '2'],
  ]);
  const readStatus = () =>
    call<{ position: object; moveStatus: { panTilt: string } }>((done) => client.getStatus({}, done));
  await call((done) => client.gotoPreset({ preset: '2' }, done));
  expect((await readStatus()).moveStatus.panTilt).toBe('MOVING');
  await until('it stands', async () => (await readStatus()).moveStatus.panTilt === 'IDLE');
  expect((await readStatus()).position).toMatchObject({ x: 0.5, y: -0.5 });
  expect(turns.at(-1)).toEqual({ x: 80, y: -40 });
  expect(device.orders).toEqual(['2']);
  await expect(call((done) => client.gotoPreset({ preset: '9' }, done))).rejects.toThrow('NoToken');
  expect(device.orders).toEqual(['2']);
});

test('it takes no order without the right password', async () => {
  await expect(open('wrong')).rejects.toThrow('NotAuthorized');
});
