/** One video message as it goes into an FLV tag. */
export interface VideoPacket {
  timestampMs: number;
  payload: Buffer;
}

/** The head of an FLV stream that holds video and no sound, with the empty tag before the first. */
export const flvHead = Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]);

const tagHeadBytes = 11;

/** What a video message is. `setup` carries SPS and PPS; `unknown` is a codec that is not carried. */
export type VideoRole = 'setup' | 'key' | 'delta' | 'unknown';

/** Reads the role off the first two bytes (FLV 10.1, E.4.3.1): H.264 alone; later codecs are marked by the top bit. */
export function readVideoRole(payload: Buffer): VideoRole {
  const first = payload[0] ?? 0;
  if ((first & 0x80) !== 0 || (first & 0x0f) !== 7) return 'unknown';
  if (payload[1] === 0) return 'setup';
  return first >> 4 === 1 ? 'key' : 'delta';
}

/** A video message as an FLV tag with its trailing size. */
export function writeVideoTag(packet: VideoPacket): Buffer {
  const { payload, timestampMs } = packet;
  const tag = Buffer.alloc(tagHeadBytes + payload.length + 4);
  tag[0] = 9;
  tag.writeUIntBE(payload.length, 1, 3);
  tag.writeUIntBE(timestampMs & 0xff_ff_ff, 4, 3);
  tag[7] = (timestampMs >>> 24) & 0xff;
  payload.copy(tag, tagHeadBytes);
  tag.writeUInt32BE(tagHeadBytes + payload.length, tagHeadBytes + payload.length);
  return tag;
}
