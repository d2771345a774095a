import type { RtspResponse } from './exchange.ts';
import { readHeader, writeMessage, type RtspMessage } from './message.ts';

/** Headers of ffmpeg's requests that reach the camera; who asks, and with which number, is the relay's own. */
export const passedUp = ['accept', 'transport', 'session', 'range'] as const;
const passedDown = ['session', 'transport', 'public', 'content-type', 'range'] as const;

/** The named headers that a message has, ready to be written. */
export function pickHeaders(message: RtspMessage, names: readonly string[]): [string, string][] {
  return names.flatMap((name) => {
    const value = readHeader(message.headers, name);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
}

/** A camera's response as ffmpeg gets it: under the number ffmpeg asked with, `own` headers before the camera's. */
export function writeAnswer(
  cseq: string,
  response: RtspResponse,
  own: readonly (readonly [name: string, value: string])[] = [],
  body?: Buffer,
): Buffer {
  const start = `RTSP/1.0 ${response.status} ${response.reason.replaceAll(/[^ -~]/g, '')}`;
  const replaced = own.map(([name]) => name.toLowerCase());
  const names = passedDown.filter((name) => !replaced.includes(name));
  return writeMessage(start, [['CSeq', cseq], ...pickHeaders(response, names), ...own], body);
}
