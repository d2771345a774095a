const headBytes = 12;
/** A packet that is so far behind is no straggler: the camera began anew. */
const mostBehind = 1_000;

/** Puts packets that came one by one (UDP) back into the order of their numbers (RFC 3550 5.1). */
export interface PacketOrder {
  push(packet: Buffer, atMs: number): void;
}

export interface PacketOrderOptions {
  /** A packet whose turn it is; `isAfterGap`: before it some were lost, or the numbers began anew. */
  deliver: (packet: Buffer, isAfterGap: boolean) => void;
  /** How many wait for a missing one at most, and for how long. */
  mostWaiting?: number;
  waitMs?: number;
}

/** A late packet is waited for until `mostWaiting` others or `waitMs` have come after it; then it is lost. */
export function createPacketOrder(options: PacketOrderOptions): PacketOrder {
  const { deliver, mostWaiting = 64, waitMs = 60 } = options;
  const waiting = new Map<number, Buffer>();
  let nextNumber: number | null = null;
  let waitingSinceMs = 0;

  const ahead = (number: number): number => (number - (nextNumber ?? number)) & 0xffff;

  const hand = (packet: Buffer, number: number, isAfterGap: boolean): void => {
    nextNumber = (number + 1) & 0xffff;
    deliver(packet, isAfterGap);
  };

  const drain = (): void => {
    while (nextNumber !== null) {
      const packet = waiting.get(nextNumber);
      if (!packet) return;
      waiting.delete(nextNumber);
      hand(packet, nextNumber, false);
    }
  };

  const giveUp = (): void => {
    const [first] = [...waiting.keys()].sort((one, other) => ahead(one) - ahead(other));
    const packet = first === undefined ? undefined : waiting.get(first);
    if (first === undefined || !packet) return;
    waiting.delete(first);
    hand(packet, first, true);
    drain();
  };

  return {
    push(packet, atMs) {
      if (packet.length < headBytes) return;
      const number = packet.readUInt16BE(2);
      const isFirst = nextNumber === null;
      const distance = ahead(number);
      const isBehind = distance >= 0x8000;
      if (isBehind && 0x1_0000 - distance <= mostBehind) return;
      if (isFirst || isBehind) {
        waiting.clear();
        return hand(packet, number, true);
      }
      if (distance === 0) {
        hand(packet, number, false);
        return drain();
      }
      if (waiting.size === 0) waitingSinceMs = atMs;
      waiting.set(number, packet);
      while (waiting.size > mostWaiting || (waiting.size > 0 && atMs - waitingSinceMs > waitMs)) {
        giveUp();
        waitingSinceMs = atMs;
      }
    },
  };
}
