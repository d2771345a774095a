/** One of several editions of the same pictures, as a player chooses among them. */
export interface StreamVariant {
  /** Address of its media playlist, relative to the list. */
  address: string;
  /** Bits a second of its largest segment, not of the mean: a player must be able to carry each (RFC 8216 §4.3.4.2). */
  bandwidth: number;
  /** RFC 6381, `avc1.640028`. */
  codec: string;
  width: number;
  height: number;
}

/** A multivariant playlist (RFC 8216 §4.3.4): the first variant is what a player begins with. */
export function writeMultivariantPlaylist(variants: readonly StreamVariant[]): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...variants.flatMap(({ address, bandwidth, codec, width, height }) => [
      `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="${codec}",RESOLUTION=${width}x${height}`,
      address,
    ]),
    '',
  ].join('\n');
}
