import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Refusal } from '@sitecast/contract';
import { classifyAddress } from './address.ts';
import { checkSource } from './check.ts';
import { createSourceGuard, HostNotFound } from './guard.ts';
import { urlReasons } from './source-url.ts';

/** A resolver with a small world of names; what it does not know does not exist. */
const world = new Map<string, readonly string[]>(
  Object.entries({
    'camera.example.com': ['93.184.216.34'],
    'site.lan': ['10.20.0.7'],
    'trap.example.com': ['93.184.216.34', '127.0.0.1'],
    'trap6.example.com': ['2606:2800:220:1::1', '::ffff:169.254.169.254'],
    'metadata.example.com': ['169.254.169.254'],
    localhost: ['127.0.0.1', '::1'],
  }),
);
const resolve = (host: string): Promise<readonly string[]> => {
  const found = world.get(host);
  return found ? Promise.resolve(found) : Promise.reject(new Error('ENOTFOUND'));
};
const createGuard = (hosts = '') => createSourceGuard({ hosts, resolve });

async function findRefusal(admission: Promise<unknown>): Promise<Refusal | null> {
  try {
    await admission;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const closedReasons = new Set([
  ...Object.values(urlReasons),
  'has a host at an address that is never opened',
  'has a host in a private network that SITECAST_SOURCE_HOSTS does not list',
]);

/** Ways to write loopback, metadata and other inner addresses. */
const innerHosts = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '0x7f.0.0.0x1',
  ],
  ...['0', '0.0.0.0', '0x0', '255.255.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '192.0.2.1', '198.18.0.1'],
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '100.100.100.200'],
  ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.10', '100.64.0.1', '192.0.0.192', '168.63.129.16'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[0:0:0:0:0:ffff:a9fe:a9fe]'],
  ...['[64:ff9b::7f00:1]', '[64:ff9b::169.254.169.254]', '[2002:7f00:1::]', '[2001::1]', '[fe80::1]', '[fec0::1]'],
  ...['[fc00::1]', '[fd12:3456::1]', '[fd00:ec2::254]', '[ff02::1]', '[2001:db8::1]', '[100::1]'],
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'trap.example.com',
    'trap6.example.com',
    'metadata.example.com',
    'site.lan',
  ],
];
/** Texts that are no host at all, or hide one. */
const brokenHosts = [
  ...[
    '',
    '.',
    '..',
    '-',
    '-i',
    '*',
    '[',
    ']',
    '[]',
    '[::1',
    '::1',
    '[fe80::1%25eth0]',
    '[fe80::1%eth0]',
    '[::1]x',
    '1.2.3.4.5',
  ],
  ...['256.256.256.256', '0x100000000', '127.0.0.1%00', '%31%32%37.0.0.1', '127。0。0。1', '１２７.0.0.1', '①②⑦.0.0.1'],
  ...[
    'ⓛocalhost',
    'exаmple.com',
    'camera.example.com\\@127.0.0.1',
    'a b',
    'a\tb',
    'a\nb',
    'a\rb',
    'a\0b',
    'a<b',
    'a|b',
    'a^b',
  ],
  ...[
    'a@b@127.0.0.1',
    '127.0.0.1:99999',
    '127.0.0.1:-1',
    '127.0.0.1:0',
    '127.0.0.1:80:80',
    '127.0.0.1:x',
    '..a',
    'a..b',
  ],
];
const tails = [
  ...['', '/', '/live', '/live?a=b&c=d', ':554/x', ':8554/x', '/../../x', '/%2e%2e/x', ':80', '?x', ':1/', ':65535/'],
  ...['/%0d%0aX:%20y', '/x@camera.example.com/', '?@camera.example.com', '/a#b', '/\\camera.example.com', '/ x', '/\0'],
];
const users = ['', 'u:p@', 'u@', ':p@', 'u:p%40p@', 'camera.example.com@', 'u:camera.example.com:554@'];
const schemes = [
  ['rtsp', 'rtsp'],
  ['RTSPS', 'rtsp'],
  ['http', 'hls'],
  ['https', 'hls'],
] as const;

describe('the guard of sources', () => {
  it('[CTRL4] refuses every way to write an inner address that is not listed, in more than 10,000 addresses', async () => {
    const guard = createGuard();
    const forms = schemes.flatMap(([scheme, kind]) =>
      innerHosts.flatMap((host) =>
        tails.flatMap((tail) => users.map((user) => [`${scheme}://${user}${host}${tail}`, kind] as const)),
      ),
    );
    expect(forms.length).toBeGreaterThan(10_000);
    for (const [form, kind] of forms) {
      const refusal = await findRefusal(guard.admit(form, kind));
      if (refusal?.code !== 'camera.source-refused' || !closedReasons.has(refusal.fields[0]?.message ?? '')) {
        expect.fail(`${JSON.stringify(form)}: ${refusal?.code} ${refusal?.fields[0]?.message}`);
      }
    }
  });

  it('[CTRL4] refuses every text that is no plain host, with a closed reason, in more than 10,000 addresses', async () => {
    const guard = createGuard('0.0.0.0/0, ::/0');
    const forms = schemes.flatMap(([scheme, kind]) =>
      brokenHosts.flatMap((host) =>
        tails.flatMap((tail) => users.map((user) => [`${scheme}://${user}${host}${tail}`, kind] as const)),
      ),
    );
    expect(forms.length).toBeGreaterThan(10_000);
    const admitted: string[] = [];
    for (const [form, kind] of forms) {
      const refusal = await findRefusal(guard.admit(form, kind));
      if (!closedReasons.has(refusal?.fields[0]?.message ?? '')) admitted.push(form);
    }
    expect(admitted).toEqual([]);
  });

  it.each([
    ...[
      'file:///etc/passwd',
      'concat:/etc/passwd|x',
      'pipe:0',
      'pipe:',
      'subfile,,start,0,end,0,,:/etc/passwd',
      'data:x',
    ],
    ...['/etc/passwd', '-i /etc/passwd', '-version', 'tcp://camera.example.com', 'udp://camera.example.com', 'lavfi:x'],
    ...[
      'http://camera.example.com/x',
      'rtmp://camera.example.com',
      'srt://camera.example.com',
      'gopher://camera.example.com',
    ],
    ...[
      'javascript:alert(1)',
      'rtsp:camera.example.com',
      'rtsp:/camera.example.com',
      'rtsp://',
      'rtspx://camera.example.com',
    ],
    ...[
      'rtsp+tcp://camera.example.com',
      'cache:rtsp://camera.example.com',
      'async:rtsp://x',
      'crypto:file:/etc/passwd',
    ],
    ...[
      'rtsp://camera.example.com/a b',
      'rtsp://camera.example.com/\r\nX: y',
      'rtsp://camera.example.com/\0',
      '\nrtsp://x',
    ],
    ...[
      ' rtsp://camera.example.com/',
      'rtsp://camera.example.com/#x',
      'rtsp://u:p#x@camera.example.com/',
      'rtsp:\\\\x',
    ],
    ...['rtsp://u:%0d%0a@camera.example.com/', 'rtsp://u:%00@camera.example.com/', 'rtsp://u:%zz@camera.example.com/'],
    ...['rtsp://camera.example.com:22/', 'rtsp://camera.example.com:6379/', 'rtsp://camera.example.com:5432/'],
    ...[`rtsp://camera.example.com/${'a'.repeat(3_000)}`, 'RTSP', '', 'rtsp', '://', 'ｒtsp://camera.example.com'],
  ])('[CTRL4] refuses %j as an RTSP source', async (text) => {
    const refusal = await findRefusal(createGuard('0.0.0.0/0').admit(text, 'rtsp'));
    expect(closedReasons).toContain(refusal?.fields[0]?.message);
  });

  it('[CTRL4] never throws anything but its refusal, whatever the text, and never admits an inner address', async () => {
    const guard = createGuard();
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ validSchemes: ['rtsp', 'rtsps', 'http', 'file'], withQueryParameters: true, withFragments: true }),
      fc.tuple(fc.constantFrom('rtsp://', 'RTSPS://', 'rtsp:'), fc.string()).map((parts) => parts.join('')),
      fc.ipV4Extended().map((host) => `rtsp://${host}/`),
      fc.ipV6().map((host) => `rtsp://[${host}]/`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (address) => {
        try {
          const admitted = await guard.admit(address, 'rtsp');
          expect(classifyAddress(admitted.address)).toBe('public');
          expect(admitted.url.target).toMatch(/^\/[!-~]*$/);
        } catch (error) {
          expect(error instanceof Refusal || error instanceof HostNotFound).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  }, 600_000);

  it('[CTRL2] never repeats the address in what it says', async () => {
    for (const text of ['rtsp://u:canary@127.0.0.1/x', 'rtsp://u:canary@x y', 'rtsp://canary@a@b', 'canary://x']) {
      const refusal = await findRefusal(createGuard().admit(text, 'rtsp'));
      expect(JSON.stringify([refusal?.message, refusal?.fields])).not.toContain('canary');
    }
  });
});

describe('what the guard admits', () => {
  it('takes an address apart and pins it', async () => {
    const { url, address, listed } = await createGuard().admit(
      'RTSP://ope%40rator:p%3Aw@Camera.Example.COM/Streaming/Channels/101?a=b',
      'rtsp',
    );
    expect({ address, listed }).toEqual({ address: '93.184.216.34', listed: false });
    expect(url).toEqual({
      scheme: 'rtsp',
      host: 'camera.example.com',
      port: 554,
      username: 'ope@rator',
      password: 'p:w',
      target: '/Streaming/Channels/101?a=b',
    });
  });

  it.each([
    ['rtsp://93.184.216.34', 554],
    ['rtsp://93.184.216.34:80/', 80],
    ['rtsps://93.184.216.34/', 322],
    ['rtsps://93.184.216.34:443/', 443],
    ['rtsp://[2606:2800:220:1::1]:8554/', 8_554],
  ])('finds the port of %s', async (text, port) => {
    expect((await createGuard().admit(text, 'rtsp')).url.port).toBe(port);
  });

  it.each([
    ['10.20.0.0/16', 'rtsp://10.20.0.7/'],
    ['10.20.0.7', 'rtsp://10.20.0.7:8554/'],
    ['10.20.0.7:554', 'rtsp://10.20.0.7/'],
    ['site.lan', 'rtsp://site.lan/'],
    ['Site.LAN:554', 'rtsp://site.lan/'],
    ['10.20.0.7', 'rtsp://site.lan/'],
    ['[::1]:8554', 'rtsp://[::1]:8554/'],
    ['fd12::/16', 'rtsp://[fd12::1]/'],
    ['127.0.0.0/8', 'rtsp://[::ffff:127.0.0.1]/'],
    ['10.1.2.3:5432', 'rtsp://10.1.2.3:5432/'],
  ])('[CTRL4] opens an inner host where %s is listed', async (hosts, text) => {
    expect(await createGuard(hosts).admit(text, 'rtsp')).toMatchObject({ listed: true });
  });

  it.each([
    ['10.20.0.7:554', 'rtsp://10.20.0.7:8554/'],
    ['10.20.0.0/16', 'rtsp://10.21.0.1/'],
    ['other.lan', 'rtsp://site.lan/'],
    ['169.254.0.0/16', 'rtsp://169.254.169.254/'],
    ['0.0.0.0/0, ::/0', 'rtsp://metadata.example.com/'],
    ['93.184.216.34', 'rtsp://trap.example.com/'],
    ['224.0.0.0/4', 'rtsp://239.1.1.1/'],
  ])('[CTRL4] with %s listed still refuses %s', async (hosts, text) => {
    expect(await findRefusal(createGuard(hosts).admit(text, 'rtsp'))).not.toBeNull();
  });

  it('tells a host nobody knows apart from one that is refused', async () => {
    const guard = createGuard();
    await expect(guard.admit('rtsp://nowhere.example.com/', 'rtsp')).rejects.toBeInstanceOf(HostNotFound);
    const check = checkSource({ kind: 'rtsp', url: 'rtsp://nowhere.example.com/' }, guard, '/nowhere');
    await expect(check).rejects.toMatchObject({ code: 'camera.source-refused', fields: [{ field: 'source.url' }] });
  });

  it.each(['10.0.0.0/33', 'a b', '10.0.0.0/', '1.2.3.4:0', '1.2.3.4:70000', 'http://x', '::1/200', '[::1', '-x:y'])(
    'refuses the list %j by the position of its entry',
    (hosts) => {
      expect(() => createGuard(`10.0.0.1, ${hosts}`)).toThrow(/^entry 2 /);
    },
  );
});
