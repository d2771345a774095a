/** Schemes a pulled source may have, and where they listen when the address says nothing. */
const defaultPorts = { rtsp: 554, rtsps: 322, http: 80, https: 443, rtmp: 1935, rtmps: 443 } as const;
export type SourceScheme = keyof typeof defaultPorts;

const schemesOf = {
  rtsp: ['rtsp', 'rtsps'],
  hls: ['http', 'https'],
  mjpeg: ['http', 'https'],
  jpeg: ['http', 'https'],
  // Where a camera is moved.
  onvif: ['http', 'https'],
  // Not pulled but pushed to: where a channel shows a camera.
  restream: ['rtmp', 'rtmps'],
} as const satisfies Record<string, readonly SourceScheme[]>;
export type PulledKind = keyof typeof schemesOf;

/** Services that are never a camera; a request must not reach them even on an address that is allowed. */
const foreignPorts = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5984, 6379, 6443, 8500, 9000, 9092, 9200, 9300,
  10250, 10255, 11211, 15672, 25672, 27017, 27018,
]);
const lowPorts: Record<PulledKind, readonly number[]> = {
  rtsp: [554, 322, 80, 443],
  hls: [80, 443],
  mjpeg: [80, 443],
  jpeg: [80, 443],
  onvif: [80, 443],
  restream: [80, 443],
};

/** A source's address, taken apart: the secrets are here and nowhere else. */
export interface SourceUrl {
  scheme: SourceScheme;
  /** Canonical: lower case, no brackets, numbers written as dotted quads. */
  host: string;
  port: number;
  username: string;
  password: string;
  /** Path and query as a request names them, beginning with `/`. */
  target: string;
}

/** Closed reasons why the text of an address is refused; each is said to the operator as it stands. */
export const urlReasons = {
  characters: 'holds a character that must be percent-encoded (only plain ASCII, no spaces, no backslash)',
  scheme: 'has a scheme that is not allowed for this kind of source',
  form: 'is not a complete address',
  host: 'has a host that is not allowed to be written this way',
  userinfo: 'has a user name or password that must be percent-encoded',
  fragment: 'holds "#"; in a password write %23',
  port: 'has a port that no camera uses',
} as const;
export type UrlReason = keyof typeof urlReasons;
export type ParsedUrl = { ok: true; url: SourceUrl } | { ok: false; reason: UrlReason };

const refuse = (reason: UrlReason): ParsedUrl => ({ ok: false, reason });

function decode(text: string): string | null {
  try {
    const plain = decodeURIComponent(text);
    return plain.length <= 256 && !/[\u0000-\u001F\u007F]/.test(plain) ? plain : null;
  } catch {
    return null;
  }
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/**
 * Takes a source address apart. Two parsers must agree: one that knows special schemes (it turns `2130706433` and
 * `0x7f.1` into dotted quads) and one that does not (it keeps a port that is the other scheme's default).
 */
export function parseSourceUrl(
  text: string,
  kind: PulledKind,
  isPortListed: (host: string, port: number) => boolean = () => false,
): ParsedUrl {
  if (!/^[\u0021-\u007E]{1,2048}$/.test(text) || /["<>\\^`{|}]/.test(text)) return refuse('characters');
  const scheme = schemesOf[kind].find((candidate) => text.toLowerCase().startsWith(`${candidate}:`));
  if (!scheme) return refuse('scheme');
  const rest = text.slice(scheme.length + 1);
  const authority = /^\/\/([^/?#]+)/.exec(rest)?.[1];
  if (authority === undefined) return refuse('form');
  if (rest.includes('#')) return refuse('fragment');
  const at = authority.lastIndexOf('@');
  const userinfo = at < 0 ? '' : authority.slice(0, at);
  const hostText = authority.slice(at + 1);
  if (userinfo.includes('@')) return refuse('userinfo');
  if (!/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.test(hostText)) return refuse('host');

  const special = parseUrl(`http:${rest}`);
  const plain = parseUrl(`camera:${rest}`);
  if (!special || !plain) return refuse('host');
  const [user = '', ...words] = userinfo.split(':');
  const username = decode(user);
  const password = decode(words.join(':'));
  if (username === null || password === null) return refuse('userinfo');
  const host = special.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === '' || host.startsWith('-') || /\.\.|^\./.test(host)) return refuse('host');
  const port = plain.port === '' ? defaultPorts[scheme] : Number(plain.port);
  const unusual = foreignPorts.has(port) || (port < 1_024 && !lowPorts[kind].includes(port));
  if (port < 1 || port > 65_535 || (unusual && !isPortListed(host, port))) return refuse('port');
  const start = rest.indexOf(authority) + authority.length;
  const target = rest.slice(start);
  return {
    ok: true,
    url: { scheme, host, port, username, password, target: target.startsWith('/') ? target : `/${target}` },
  };
}

/** The address as the camera knows it, without user name and password. */
export function toPlainAddress(url: SourceUrl): string {
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const port = url.port === defaultPorts[url.scheme] ? '' : `:${url.port}`;
  return `${url.scheme}://${host}${port}${url.target}`;
}
