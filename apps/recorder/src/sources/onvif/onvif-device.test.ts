import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOnvifDevice, type OnvifPreset } from '@sitecast/simulator';
import { afterEach, expect, it } from 'vitest';
import { until } from '../../../../../tests/support/until.ts';
import { createSourceGuard } from '../guard.ts';
import { createOnvifDevice } from './onvif-device.ts';
import { PtzError } from './ptz-error.ts';

const guard = createSourceGuard({ hosts: '127.0.0.1' });
const credentials = { user: 'operator', password: 'c0rrect horse <&>' };
const presets: OnvifPreset[] = [
  { token: '1', name: 'Gate', turn: { x: 0, y: 0 } },
  { token: 'p "2" <&>', name: 'Қақпа & crane', turn: { x: 60, y: 20 } },
];
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const open = (url: string, patienceMs?: number) =>
  createOnvifDevice({ address: { url }, guard, nowMs: Date.now, ...(patienceMs !== undefined && { patienceMs }) });
const faultOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    (value) => `answered ${JSON.stringify(value)}`,
    (error: unknown) => (error instanceof PtzError ? error.fault : String(error)),
  );

async function startDevice(now?: () => number) {
  const device = await startOnvifDevice({
    credentials,
    presets,
    reach: { x: 100, y: 100 },
    turn: () => undefined,
    turnsInMs: 400,
    ...(now && { now }),
  });
  closers.push(device.close);
  return device;
}

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** An HTTP server that is no camera. */
async function startStranger(handler: Handler): Promise<{ url: string; port: number; hits: string[] }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      hits.push(request.url ?? '');
      handler(request, response, body);
    });
    response.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { url: `http://operator:secret@127.0.0.1:${port}/onvif/device_service`, port, hits };
}

const envelope = (body: string): string =>
  `<x:Envelope xmlns:x="http://www.w3.org/2003/05/soap-envelope"><x:Body>${body}</x:Body></x:Envelope>`;

/** A stranger that speaks as far as is asked; `presets` is what stands in its list. */
const talkative =
  (list: string, origin: (port: number) => string = (port) => `http://127.0.0.1:${port}`): Handler =>
  (request, response, body) => {
    const port = request.socket.localPort ?? 0;
    const answers: Record<string, string> = {
      GetSystemDateAndTime: '<GetSystemDateAndTimeResponse/>',
      GetCapabilities: `<r><Capabilities><Media><XAddr>${origin(port)}/media</XAddr></Media><PTZ><XAddr>${origin(port)}/ptz</XAddr></PTZ></Capabilities></r>`,
      GetProfiles:
        '<GetProfilesResponse><Profiles token="no"/><Profiles token="yes"><PTZConfiguration/></Profiles></GetProfilesResponse>',
      GetPresets: `<GetPresetsResponse>${list}</GetPresetsResponse>`,
      GetStatus: '<GetStatusResponse/>',
    };
    const name = Object.keys(answers).find((one) => body.includes(`<${one} `)) ?? '';
    response.end(envelope(answers[name] ?? ''));
  };

it('lists the presets of a camera, signed by a digest, and moves it to one', async () => {
  const device = await startDevice();
  const camera = open(device.url);
  const taught = presets.map(({ token, name, turn }) => ({
    token,
    name,
    position: `${(turn.x / 100).toFixed(4)} ${(turn.y / 100).toFixed(4)} 0.0000`,
  }));
  expect(await camera.listPresets()).toEqual({ presets: taught, at: '1' });
  await camera.goTo('p "2" <&>');
  expect(device.orders).toEqual(['p "2" <&>']);
  expect(await camera.readMotion()).toBe('moving');
  await until('it stands', async () => (await camera.readMotion()) === 'idle');
  expect((await camera.listPresets()).at).toBe('p "2" <&>');
  expect(await faultOf(camera.goTo('3'))).toBe('no-preset');
  expect(device.orders).toHaveLength(1);
});

it('signs by the camera’s own clock where that is hours off', async () => {
  const device = await startDevice(() => Date.now() - 7 * 3_600_000);
  expect((await open(device.url).listPresets()).presets).toHaveLength(2);
});

it('does not try a wrong password again for a minute', async () => {
  const { port } = await startDevice();
  const camera = open(`http://operator:wrong@127.0.0.1:${port}/onvif/device_service`);
  expect(await faultOf(camera.listPresets())).toBe('wrong-password');
  const stranger = await startStranger((_, response) => response.writeHead(401).end());
  const locked = open(stranger.url);
  expect(await faultOf(locked.listPresets())).toBe('wrong-password');
  const asked = stranger.hits.length;
  expect(await faultOf(locked.goTo('1'))).toBe('wrong-password');
  expect(stranger.hits).toHaveLength(asked);
});

it('answers the challenge of a camera that wants an HTTP digest, and never sends the password', async () => {
  const seen: string[] = [];
  const speak = talkative('<Preset token="1"><Name>one</Name></Preset>');
  const stranger = await startStranger((request, response, body) => {
    seen.push(`${request.headers.authorization ?? ''} ${body}`);
    if (request.headers.authorization !== undefined) return speak(request, response, body);
    response.writeHead(401, { 'www-authenticate': 'Digest realm="cam", nonce="n1", qop="auth"' }).end();
  });
  expect((await open(stranger.url).listPresets()).presets).toEqual([{ token: '1', name: 'one', position: null }]);
  expect(seen.some((text) => /^Digest .*uri="\/media", response="[0-9a-f]{32}"/.test(text))).toBe(true);
  expect(seen.join()).not.toContain('secret');
});

it('[PTZ1] [CTRL4] follows no redirect and no address a camera names on another host', async () => {
  const canary = await startStranger((_, response) => response.end());
  const redirecting = await startStranger((_, response) => response.writeHead(307, { location: canary.url }).end());
  expect(await faultOf(open(redirecting.url).listPresets())).toBe('redirected');
  const pointing = await startStranger(talkative('<Preset token="1"/>', () => `http://127.0.0.1:${canary.port}/deep`));
  expect((await open(pointing.url).listPresets()).presets).toEqual([{ token: '1', name: '', position: null }]);
  expect(pointing.hits).toContain('/deep/ptz');
  expect(canary.hits).toEqual([]);
});

it('[PTZ1] [CTRL4] opens no host and scheme that the guard refuses', async () => {
  const strict = createSourceGuard({ hosts: '' });
  for (const url of [
    'http://127.0.0.1/onvif',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'rtsp://a.kz/x',
  ]) {
    const camera = createOnvifDevice({ address: { url }, guard: strict, nowMs: Date.now });
    expect(await faultOf(camera.listPresets()), url).toBe('refused');
  }
  expect(await faultOf(open('http://127.0.0.1:1/onvif').listPresets())).toMatch(/^(?:unreachable|refused)$/);
});

const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${[...'bcdefghi']
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`)
  .join('')}]>`;
const many = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<Preset token="t${at}"><Name>n${at}</Name></Preset>`).join('');
const hostile: [what: string, fault: string, handler: Handler][] = [
  [
    'an answer without an end',
    'unreadable',
    (_, response) => {
      const flood = (): void => {
        while (!response.destroyed && response.write('<a>'.repeat(10_000)));
        if (!response.destroyed) response.once('drain', flood);
      };
      flood();
    },
  ],
  [
    'headers without an end',
    'unreadable',
    (request) => {
      request.socket.write(`HTTP/1.1 200 OK\r\n${'x-filler: 0123456789\r\n'.repeat(4_000)}`);
    },
  ],
  ['an entity bomb', 'unreadable', (_, response) => response.end(bomb + envelope('&i;'))],
  ['an entity of its own', 'unreadable', (_, response) => response.end(envelope('<r>&file;</r>'))],
  [
    'an external entity',
    'unreadable',
    (_, response) => response.end(`<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${envelope('&f;')}`),
  ],
  ['elements too deep', 'unreadable', (_, response) => response.end('<a>'.repeat(60_000))],
  ['100,000 presets', 'unreadable', talkative(many(100_000))],
  ['600 presets', 'unreadable', talkative(many(600))],
  ['a page of HTML', 'unreadable', (_, response) => response.end('<html><body>Sign in<br></body></html>')],
  ['bytes that are no text', 'unreadable', (_, response) => response.end(Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80]))],
  ['no HTTP at all', 'unreadable', (request) => request.socket.end('RTSP/1.0 200 OK\r\n\r\n')],
  ['a broken line', 'unreachable', (request) => request.socket.destroy()],
  ['silence', 'silent', () => undefined],
  [
    'a drop now and then',
    'silent',
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 50);
      response.once('close', () => clearInterval(timer));
    },
  ],
  ['no PTZ service', 'no-ptz', (_, response) => response.end(envelope('<r><Capabilities/></r>'))],
  ['nothing there', 'not-found', (_, response) => response.writeHead(404).end()],
  [
    'a fault of its own',
    'refused',
    (_, response) => response.writeHead(500).end(envelope('<Fault><Code><Value>Receiver</Value></Code></Fault>')),
  ],
];

it.each(hostile)('[PTZ4] calls %s “%s” and goes no further', async (_what, fault, handler) => {
  const stranger = await startStranger(handler);
  expect(await faultOf(open(stranger.url, 1_000).listPresets())).toBe(fault);
});

it('leaves out tokens that nobody could send back, and cuts names', async () => {
  const list = [
    '<Preset><Name>none</Name></Preset>',
    `<Preset token="${'x'.repeat(65)}"/>`,
    '<Preset token="a&#10;b"/>',
    '<Preset token=""/>',
    '<Preset token="ok"><Name>first</Name></Preset>',
    '<Preset token="ok"><Name>twice</Name></Preset>',
    `<Preset token="long"><Name>${'n'.repeat(500)}</Name></Preset>`,
    '<Preset token="&lt;script&gt;"><Name>&lt;b&gt;</Name></Preset>',
  ].join('');
  const stranger = await startStranger(talkative(list));
  expect((await open(stranger.url).listPresets()).presets).toEqual([
    { token: 'ok', name: 'first', position: null },
    { token: 'long', name: 'n'.repeat(64), position: null },
    { token: '<script>', name: '<b>', position: null },
  ]);
});
