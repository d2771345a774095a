/** One RTSP/1.0 request (RFC 2326). Header names are in lower case. */
export type RtspRequest = { method: string; uri: string; headers: ReadonlyMap<string, string> };

/** A request from its head (without the blank line), or null where it is not one. */
export function parseRtspRequest(head: string): RtspRequest | null {
  const [first = '', ...lines] = head.split('\r\n');
  const parts = /^([A-Z_]+) (\S+) RTSP\/1\.0$/.exec(first);
  if (!parts?.[1] || !parts[2]) return null;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method: parts[1], uri: parts[2], headers };
}

const reasons = new Map([
  [200, 'OK'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [404, 'Not Found'],
  [454, 'Session Not Found'],
  [455, 'Method Not Valid in This State'],
  [461, 'Unsupported Transport'],
  [501, 'Not Implemented'],
]);

/** The bytes of an answer to `request`; repeats its CSeq. */
export function formatRtspAnswer(
  request: RtspRequest | null,
  status: number,
  headers: readonly (readonly [string, string])[] = [],
  body = '',
): string {
  const lines = [`RTSP/1.0 ${status} ${reasons.get(status) ?? 'Error'}`];
  lines.push(`CSeq: ${request?.headers.get('cseq') ?? '0'}`);
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  if (body) lines.push('Content-Type: application/sdp', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Where a client wants its packets: inside this connection, or at two UDP ports of its own. */
export type RtspTransport =
  { kind: 'tcp'; rtpChannel: number; rtcpChannel: number } | { kind: 'udp'; rtpPort: number; rtcpPort: number };

/** The transport a SETUP asks for, or null where none of them is served here. */
export function parseTransport(header: string): RtspTransport | null {
  for (const offer of header.split(',')) {
    if (/multicast/i.test(offer)) continue;
    if (/RTP\/AVP\/TCP/i.test(offer)) {
      const channels = /interleaved=(\d+)(?:-(\d+))?/i.exec(offer);
      const rtpChannel = Number(channels?.[1] ?? 0);
      return { kind: 'tcp', rtpChannel, rtcpChannel: Number(channels?.[2] ?? rtpChannel + 1) };
    }
    const ports = /client_port=(\d+)(?:-(\d+))?/i.exec(offer);
    if (/RTP\/AVP/i.test(offer) && ports) {
      const rtpPort = Number(ports[1]);
      return { kind: 'udp', rtpPort, rtcpPort: Number(ports[2] ?? rtpPort + 1) };
    }
  }
  return null;
}
