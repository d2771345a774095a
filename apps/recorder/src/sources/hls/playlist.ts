import type { SourceFault } from '@sitecast/contract';

/** How a segment is encrypted: the key's address and the vector, 16 bytes. */
export interface SegmentKey {
  url: string;
  vector: Buffer;
}

/** What stands behind one address the relay offers. */
export interface Resource {
  url: string;
  range: { offset: number; length: number } | null;
  key: SegmentKey | null;
}

export type Playlist =
  | { kind: 'master'; variant: string }
  | { kind: 'media'; text: string; resources: Map<string, Resource>; targetMs: number; newest: string }
  | { kind: 'refused'; fault: SourceFault };

const mostLines = 30_000;
/** Tags that are handed on as they are; all others are dropped, because each may bring an address. */
const plainTags =
  /^#(?:EXTM3U|EXT-X-(?:MEDIA-SEQUENCE|DISCONTINUITY-SEQUENCE|TARGETDURATION|INDEPENDENT-SEGMENTS):?[\d]*|EXT-X-DISCONTINUITY|EXTINF:[\d.]+,?|EXT-X-PROGRAM-DATE-TIME:[\dTZ:.+-]+)$/;

function readAttributes(line: string): Map<string, string> {
  const found = line.slice(line.indexOf(':') + 1).matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",\s]*))/g);
  return new Map([...found].map((match) => [match[1] ?? '', match[2] ?? match[3] ?? '']));
}

function resolve(uri: string, base: string): string | null {
  return URL.canParse(uri, base) ? new URL(uri, base).href.replace(/#.*$/, '') : null;
}

function chooseVariant(lines: readonly string[], base: string): Playlist {
  let best: { url: string; bandwidth: number } | null = null;
  let hasVideo = false;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('#EXT-X-STREAM-INF:')) continue;
    const attributes = readAttributes(line);
    const codecs = attributes.get('CODECS');
    const uri = lines.slice(index + 1).find((next) => next !== '' && !next.startsWith('#'));
    const url = uri === undefined ? null : resolve(uri, base);
    if (codecs !== undefined && /hvc1|hev1|av01|vp09/.test(codecs)) hasVideo = true;
    if (url === null || (codecs !== undefined && !codecs.includes('avc'))) continue;
    const bandwidth = Number(attributes.get('BANDWIDTH')) || 0;
    if (best === null || bandwidth > best.bandwidth) best = { url, bandwidth };
  }
  if (best) return { kind: 'master', variant: best.url };
  return { kind: 'refused', fault: hasVideo ? 'codec-unsupported' : 'no-video' };
}

/** `length[@offset]`; without an offset it goes on where the last range ended. */
function readRange(text: string, from: number): Resource['range'] {
  const parts = /^(\d{1,12})(?:@(\d{1,15}))?$/.exec(text);
  return parts ? { length: Number(parts[1]), offset: parts[2] === undefined ? from : Number(parts[2]) } : null;
}

function toVector(text: string | undefined, sequence: number): Buffer {
  const hex = /^0x([0-9a-f]{1,32})$/i.exec(text ?? '')?.[1] ?? sequence.toString(16);
  return Buffer.from(hex.padStart(32, '0'), 'hex');
}

/**
 * Reads a playlist (RFC 8216) and writes the one ffmpeg gets: known tags alone, every address replaced by the name
 * `toName` gives its resource. Byte ranges and encryption are left to the relay.
 */
export function rewritePlaylist(text: string, base: string, toName: (resource: Resource) => string): Playlist {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0] !== '#EXTM3U' || lines.length > mostLines) return { kind: 'refused', fault: 'no-video' };
  if (lines.some((line) => line.startsWith('#EXT-X-STREAM-INF:'))) return chooseVariant(lines, base);
  if (lines.includes('#EXT-X-ENDLIST')) return { kind: 'refused', fault: 'ended' };
  const resources = new Map<string, Resource>();
  const out: string[] = [];
  // ffmpeg looks at the name's end before it looks inside.
  const isFragmented = lines.some((line) => line.startsWith('#EXT-X-MAP:'));
  let sequence = Number(/^#EXT-X-MEDIA-SEQUENCE:(\d+)$/m.exec(text)?.[1] ?? 0);
  let key: { url: string; vector: string | undefined } | null = null;
  let range: Resource['range'] = null;
  let rangeEnd = 0;
  let newest = '';

  function add(url: string, at: Resource['range']): string {
    const resource = { url, range: at, key: key && { url: key.url, vector: toVector(key.vector, sequence) } };
    const name = `${toName(resource)}${isFragmented ? '.m4s' : '.ts'}`;
    resources.set(name, resource);
    return name;
  }

  for (const line of lines) {
    if (line.startsWith('#EXT-X-KEY:')) {
      const attributes = readAttributes(line);
      const url = resolve(attributes.get('URI') ?? '', base);
      const method = attributes.get('METHOD');
      if (method !== 'NONE' && (method !== 'AES-128' || url === null))
        return { kind: 'refused', fault: 'codec-unsupported' };
      key = method === 'NONE' || url === null ? null : { url, vector: attributes.get('IV') };
    } else if (line.startsWith('#EXT-X-MAP:')) {
      const attributes = readAttributes(line);
      const url = resolve(attributes.get('URI') ?? '', base);
      if (url === null) return { kind: 'refused', fault: 'no-video' };
      out.push(`#EXT-X-MAP:URI="${add(url, readRange(attributes.get('BYTERANGE') ?? '', 0))}"`);
    } else if (line.startsWith('#EXT-X-BYTERANGE:')) {
      range = readRange(line.slice('#EXT-X-BYTERANGE:'.length), rangeEnd);
    } else if (line.startsWith('#EXTINF:')) {
      out.push(`#EXTINF:${/^[\d.]+/.exec(line.slice(8))?.[0] ?? '0'},`);
    } else if (line.startsWith('#')) {
      if (plainTags.test(line)) out.push(line);
    } else if (line !== '') {
      const url = resolve(line, base);
      if (url === null) return { kind: 'refused', fault: 'no-video' };
      rangeEnd = range ? range.offset + range.length : 0;
      newest = url + String(range?.offset ?? '');
      out.push(add(url, range));
      range = null;
      sequence += 1;
    }
  }
  const targetMs = Number(/^#EXT-X-TARGETDURATION:(\d+)$/m.exec(text)?.[1] ?? 0) * 1_000;
  out.splice(1, 0, '#EXT-X-VERSION:7');
  return { kind: 'media', text: `${out.join('\n')}\n`, resources, targetMs, newest };
}
