/** What is carried as RTP. */
export type RtpCodec = 'H264' | 'H265';

/** Pictures without a key among them after which a stream is taken to have none: it refreshes bit by bit. */
export const mostWithoutKey = 300;

const kinds = {
  H264: {
    headBytes: 1,
    aggregate: 24,
    piece: 28,
    isSetup: (kind: number) => kind === 7,
    isKey: (kind: number) => kind === 5,
  },
  H265: {
    headBytes: 2,
    aggregate: 48,
    piece: 49,
    isSetup: (kind: number) => kind === 32 || kind === 33,
    isKey: (kind: number) => kind >= 16 && kind <= 21,
  },
} as const;

/** Whether a key picture begins in the payload from `start` to `end`: with its parameter sets, or with its first slice. */
export function beginsKey(codec: RtpCodec, packet: Buffer, start: number, end: number): boolean {
  const form = kinds[codec];
  const readKind = (at: number): number => {
    const first = packet[at] ?? 0;
    return codec === 'H264' ? first & 0x1f : (first >> 1) & 0x3f;
  };
  // The first bit behind a unit's head says that this slice is its picture's first (`first_mb_in_slice` is 0).
  const isFirstSlice = (at: number): boolean => at < end && (packet[at] ?? 0) > 0x7f;
  const beginsAt = (at: number): boolean => {
    const kind = readKind(at);
    return form.isSetup(kind) || (form.isKey(kind) && isFirstSlice(at + form.headBytes));
  };
  const kind = readKind(start);
  if (kind === form.piece) {
    const flags = packet[start + form.headBytes] ?? 0;
    const inner = flags & (codec === 'H264' ? 0x1f : 0x3f);
    return (flags & 0x80) !== 0 && form.isKey(inner) && isFirstSlice(start + form.headBytes + 1);
  }
  if (kind !== form.aggregate) return beginsAt(start);
  let at = start + form.headBytes;
  while (at + 2 < end) {
    if (beginsAt(at + 2)) return true;
    at += 2 + packet.readUInt16BE(at);
  }
  return false;
}
