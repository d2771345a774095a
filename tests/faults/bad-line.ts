/** A line between camera and recorder that can be made bad. */
export interface BadLine {
  carry: (packet: Buffer) => Buffer | null;
  /** From now on each n-th packet is lost; null: none. */
  loseEach(n: number | null): void;
  /** From now on one byte is wrong in each n-th packet of picture; null: in none. */
  damageEach(n: number | null): void;
  readonly lost: number;
  readonly damaged: number;
}

/** Parameter sets and instants are in smaller packets than this: they come as they are, for they are what is measured by. */
const pictureBytes = 200;
const headerBytes = 16;

export function createBadLine(): BadLine {
  let losesEach: number | null = null;
  let damagesEach: number | null = null;
  let count = 0;
  let lost = 0;
  let damaged = 0;
  return {
    carry(packet) {
      count += 1;
      if (losesEach !== null && count % losesEach === 0) {
        lost += 1;
        return null;
      }
      if (damagesEach !== null && packet.byteLength > pictureBytes && count % damagesEach === 0) {
        damaged += 1;
        const at = headerBytes + ((count * 131) % (packet.byteLength - headerBytes));
        packet.writeUInt8(packet.readUInt8(at) ^ 0x55, at);
      }
      return packet;
    },
    loseEach: (n) => (losesEach = n),
    damageEach: (n) => (damagesEach = n),
    get lost() {
      return lost;
    },
    get damaged() {
      return damaged;
    },
  };
}
