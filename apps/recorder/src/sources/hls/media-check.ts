import { Transform } from 'node:stream';
import { PullError } from '../guarded-get.ts';

/** Bytes that tell a transport stream: two packets' sync bytes. */
const packetBytes = 188;
const boxes = new Set(['ftyp', 'styp', 'moof', 'moov', 'sidx', 'emsg', 'prft', 'free', 'skip']);

/** Whether a segment begins as MPEG-TS or as ISO media; null while there is too little of it. */
export function isMedia(head: Buffer): boolean | null {
  if (head.length < 8) return null;
  if (boxes.has(head.toString('latin1', 4, 8))) return true;
  if (head[0] !== 0x47) return false;
  return head.length > packetBytes ? head[packetBytes] === 0x47 : null;
}

/**
 * Lets a segment pass only if it is what a segment must be, and no longer than allowed. ffmpeg guesses what a segment
 * holds, and a playlist in its place would make ffmpeg itself fetch what the playlist names.
 */
export function createMediaCheck(mostBytes: number): Transform {
  let head: Buffer | null = Buffer.alloc(0);
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > mostBytes) return done(new PullError('refused'));
      if (head === null) return done(null, chunk);
      head = Buffer.concat([head, chunk]);
      const verdict = isMedia(head);
      if (verdict === false) return done(new PullError('no-video'));
      if (verdict === null) return done();
      const passed = head;
      head = null;
      done(null, passed);
    },
    flush(done) {
      done(head === null || length === 0 ? null : new PullError('no-video'));
    },
  });
}
