/** A tag of an FLV stream: sound (8), video (9) or data (18). */
export interface FlvTag {
  type: number;
  timestampMs: number;
  payload: Buffer;
}

const fileHeadBytes = 13;
const tagHeadBytes = 11;
/** A key frame of a 4K camera, and room. */
const largestTag = 8 << 20;

/** Takes the tags out of what ffmpeg writes (FLV 10.1, Annex E). Throws RangeError on what is no FLV. */
export function createFlvReader(): { push(bytes: Buffer): FlvTag[] } {
  let rest: Buffer = Buffer.alloc(0);
  let hasHead = false;
  return {
    push(bytes) {
      let all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      if (!hasHead) {
        if (all.length < fileHeadBytes) {
          rest = all;
          return [];
        }
        if (all.toString('latin1', 0, 3) !== 'FLV') throw new RangeError('not an FLV stream');
        hasHead = true;
        all = all.subarray(fileHeadBytes);
      }
      const tags: FlvTag[] = [];
      let at = 0;
      while (all.length - at >= tagHeadBytes) {
        const length = all.readUIntBE(at + 1, 3);
        if (length > largestTag) throw new RangeError('an FLV tag is too long');
        const end = at + tagHeadBytes + length + 4;
        if (all.length < end) break;
        const timestampMs = (all.readUIntBE(at + 4, 3) | (all.readUInt8(at + 7) << 24)) >>> 0;
        tags.push({
          type: all.readUInt8(at) & 0x1f,
          timestampMs,
          payload: Buffer.from(all.subarray(at + tagHeadBytes, at + tagHeadBytes + length)),
        });
        at = end;
      }
      rest = Buffer.from(all.subarray(at));
      return tags;
    },
  };
}
