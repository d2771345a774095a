/** Most a message may hold; a camera that sends more is not talking RTSP to us. */
export const maxHeadBytes = 16_384;
export const maxBodyBytes = 65_536;

export type RtspHeaders = ReadonlyMap<string, readonly string[]>;
export type RtspStart =
  { kind: 'request'; method: string; uri: string } | { kind: 'response'; status: number; reason: string };
export type RtspMessage = RtspStart & { headers: RtspHeaders; body: Buffer };

/** The bytes are not RTSP, or more than the limits allow. */
export class RtspSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RtspSyntaxError';
  }
}

/** First value of a header, by its lower-case name. */
export function readHeader(headers: RtspHeaders, name: string): string | undefined {
  return headers.get(name)?.[0];
}

function parseStart(line: string): RtspStart {
  const response = /^RTSP\/1\.\d (\d{3})(?: (.*))?$/.exec(line);
  if (response) return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '' };
  const request = /^([A-Z_]{3,20}) (\S+) RTSP\/1\.\d$/.exec(line);
  if (request) return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '' };
  throw new RtspSyntaxError('the first line is neither a request nor a response');
}

/** Parses a head without its closing empty line. Continuation lines are refused, as RFC 7826 does. */
export function parseHead(text: string): RtspStart & { headers: RtspHeaders; bodyBytes: number } {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1 || /[\u0000-\u0008\u000A-\u001F\u007F]/.test(line))
      throw new RtspSyntaxError('a header is malformed');
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const length = headers.get('content-length')?.[0] ?? '0';
  if (!/^\d{1,6}$/.test(length) || Number(length) > maxBodyBytes) throw new RtspSyntaxError('the body is too long');
  return { ...parseStart(first), headers, bodyBytes: Number(length) };
}

/** The bytes of a message. Header values are ours or already parsed, so none holds a line break. */
export function writeMessage(
  start: string,
  headers: readonly (readonly [name: string, value: string])[],
  body: Buffer = Buffer.alloc(0),
): Buffer {
  const length = body.length > 0 ? [`Content-Length: ${body.length}`] : [];
  const lines = [start, ...headers.map(([name, value]) => `${name}: ${value}`), ...length, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]);
}
