import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CameraSource, SourceKind } from '@sitecast/contract';
import { UsageFault } from './usage-fault.ts';

/** The text of a source: from a file, from a pipe, or asked for without showing what is typed. */
export async function readSourceText(
  sourceFile: string | undefined,
  input: NodeJS.ReadStream = process.stdin,
): Promise<string> {
  if (sourceFile !== undefined) return (await readFile(sourceFile, 'utf8')).trim();
  if (!input.isTTY) {
    let text = '';
    for await (const chunk of input.setEncoding('utf8')) text += String(chunk);
    return text.trim();
  }
  process.stderr.write('Source (not shown): ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input, output: silent, terminal: true });
  try {
    return (await prompt.question('')).trim();
  } finally {
    prompt.close();
    process.stderr.write('\n');
  }
}

/**
 * A source from its text and what was said beside it. `newKey` is set where a key was made here, to be shown once. Throws
 * UsageFault where the kind is not known or what was said does not belong to it.
 */
export function toSource(
  text: string,
  said: { kind: string | undefined; port: string | undefined; transport: string | undefined },
): { source: CameraSource; newKey: string | null } {
  const { port, transport } = said;
  const meant = said.kind ?? guessKind(text);
  if (transport !== undefined && meant !== 'rtsp') throw new UsageFault('--transport is for rtsp alone');
  if (port !== undefined && meant !== 'srt') throw new UsageFault('--port is for srt alone');
  switch (meant) {
    case 'rtsp':
      if (transport === undefined) return { source: { kind: meant, url: text }, newKey: null };
      if (transport !== 'tcp' && transport !== 'udp') throw new UsageFault('--transport is tcp or udp');
      return { source: { kind: meant, url: text, transport }, newKey: null };
    case 'hls':
    case 'mjpeg':
    case 'jpeg':
      return { source: { kind: meant, url: text }, newKey: null };
    case 'file':
      return { source: { kind: 'file', path: text }, newKey: null };
    case 'rtmp':
    case 'whip':
    case 'site':
    case 'srt': {
      const newKey = text === '' ? randomBytes(18).toString('base64url') : null;
      const key = newKey ?? text;
      if (meant !== 'srt') return { source: { kind: meant, key }, newKey };
      if (!/^\d{4,5}$/.test(port ?? '')) throw new UsageFault('srt needs --port');
      return { source: { kind: 'srt', key, port: Number(port) }, newKey };
    }
    default:
      throw new UsageFault(
        `the source does not say its kind as rtsp(s):// and http(s):// do: --kind is one of rtsp, hls, mjpeg, jpeg, file, rtmp, site, srt, whip`,
      );
  }
}

function guessKind(text: string): SourceKind | undefined {
  if (/^rtsps?:\/\//i.test(text)) return 'rtsp';
  if (/^https?:\/\//i.test(text)) return 'hls';
  return undefined;
}
