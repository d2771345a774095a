import { PullError } from '../guarded-get.ts';
import { mostPictureBytes } from './jpeg-size.ts';

const mostHeadBytes = 8_192;
/** Between two parts stands an empty line, and nothing else that matters. */
const mostBetweenBytes = 8_192;
const firstRoomBytes = 65_536;

/** The boundary of a `multipart/x-mixed-replace`; null where it is another type, or none is named. */
export function readBoundary(contentType: string): string | null {
  if (!/^multipart\/(?:x-mixed-replace|mixed)\s*;/i.test(contentType)) return null;
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]{1,100})"|([^\s;]{1,100}))/i.exec(contentType) ?? [];
  // Many cameras write the dashes into the name as well.
  const name = (quoted ?? plain ?? '').replace(/^-+/, '');
  return name === '' ? null : name;
}

/** Takes the bodies out of an endless multipart answer (RFC 2046, 5.1). `push` throws `PullError` for what has no end. */
export function createPartReader(boundary: string, onPart: (body: Buffer) => void): { push(chunk: Buffer): void } {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  let room = Buffer.allocUnsafe(firstRoomBytes);
  let usedBytes = 0;
  let state: 'between' | 'head' | 'body' = 'between';
  let bodyBytes: number | null = null;
  /** From where on the next mark was not looked for yet. */
  let searchedBytes = 0;

  const keep = (chunk: Buffer): void => {
    if (usedBytes + chunk.length > room.length) {
      const wider = Buffer.allocUnsafe(Math.max(usedBytes + chunk.length, room.length * 2));
      room.copy(wider, 0, 0, usedBytes);
      room = wider;
    }
    chunk.copy(room, usedBytes);
    usedBytes += chunk.length;
  };
  const drop = (bytes: number): void => {
    room.copyWithin(0, bytes, usedBytes);
    usedBytes -= bytes;
    searchedBytes = 0;
  };
  const find = (text: Buffer | string): number => room.subarray(0, usedBytes).indexOf(text, searchedBytes);

  /** Answers whether a step was made; each is one part's mark, head or body. */
  const step = (): boolean => {
    if (state === 'between') {
      const at = find(mark);
      if (at < 0) {
        if (usedBytes > mostBetweenBytes) throw new PullError('no-video');
        return false;
      }
      drop(at + mark.length);
      state = 'head';
      return true;
    }
    if (state === 'head') {
      const at = find('\r\n\r\n');
      if ((at < 0 ? usedBytes : at) > mostHeadBytes) throw new PullError('no-video');
      if (at < 0) return false;
      const length = /^content-length:\s*(\d{1,9})\s*$/im.exec(room.toString('latin1', 0, at))?.[1];
      bodyBytes = length === undefined ? null : Number(length);
      if (bodyBytes !== null && bodyBytes > mostPictureBytes) throw new PullError('refused');
      drop(at + 4);
      state = 'body';
      return true;
    }
    const at = bodyBytes ?? find(mark);
    if (at < 0 || at > usedBytes) {
      if (usedBytes > mostPictureBytes) throw new PullError('refused');
      if (bodyBytes === null) searchedBytes = Math.max(0, usedBytes - mark.length);
      return false;
    }
    onPart(Buffer.from(room.subarray(0, at)));
    drop(at);
    state = 'between';
    return true;
  };

  return {
    push(chunk) {
      keep(chunk);
      while (step());
    },
  };
}
