import { beginsKey, mostWithoutKey, type RtpCodec } from './key-picture.ts';
import { findPayload } from './payload.ts';

/** A picture that is not whole by then is none. */
const mostPictureBytes = 8 << 20;

/**
 * Lets whole pictures pass and none that rests on a damaged one: after a loss, everything up to the next key picture is
 * dropped. One lost packet ended an open page for good; without its picture there is a short standstill.
 */
export interface PictureGate {
  /** `isAfterGap`: before this packet some were lost. */
  push(packet: Buffer, isAfterGap: boolean): void;
  /** What is on its way cannot be carried on: as if packets were lost. */
  lose(): void;
}

/** `pass` gets the packets of whole pictures, in order. */
export function createPictureGate(codec: RtpCodec, pass: (packet: Buffer) => void): PictureGate {
  let picture: Buffer[] = [];
  let pictureBytes = 0;
  let timestamp: number | null = null;
  let isWaiting = true;
  let withoutKey = 0;

  const drop = (): void => {
    picture = [];
    pictureBytes = 0;
  };
  const finish = (): void => {
    for (const packet of picture) pass(packet);
    drop();
  };
  const lose = (): void => {
    drop();
    isWaiting = true;
    withoutKey = 0;
  };

  return {
    lose,
    push(packet, isAfterGap) {
      const payload = findPayload(packet);
      if (isAfterGap) lose();
      if (!payload) return;
      const at = packet.readUInt32BE(4);
      const isNew = at !== timestamp;
      timestamp = at;
      if (isNew) finish();
      if (isWaiting) {
        if (isNew) withoutKey += 1;
        if (!beginsKey(codec, packet, payload.start, payload.end) && !(isNew && withoutKey > mostWithoutKey)) return;
        isWaiting = false;
      }
      picture.push(packet);
      pictureBytes += packet.length;
      if (pictureBytes > mostPictureBytes) return lose();
      const isMarked = (packet[1] ?? 0) > 0x7f;
      if (isMarked) finish();
    },
  };
}
