const headBytes = 12;

/** Where the payload of an RTP packet lies; null where there is none (RFC 3550 5.1). */
export function findPayload(packet: Buffer): { start: number; end: number } | null {
  const first = packet[0] ?? 0;
  if (packet.length <= headBytes || first >> 6 !== 2) return null;
  let start = headBytes + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (start + 4 > packet.length) return null;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  const end = (first & 0x20) === 0 ? packet.length : packet.length - (packet.at(-1) ?? 0);
  return start < end ? { start, end } : null;
}
