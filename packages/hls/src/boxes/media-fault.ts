/** Everything that can be wrong with the bytes of a source. Closed: an operator reads the word, nobody sees the bytes. */
export const mediaFaults = ['box-malformed', 'box-too-large', 'no-video', 'codec-unsupported'] as const;
export type MediaFaultReason = (typeof mediaFaults)[number];

/** Media bytes that cannot be used. What sent them is hostile until it is proved otherwise. */
export class MediaFault extends Error {
  readonly reason: MediaFaultReason;

  constructor(reason: MediaFaultReason, detail: string) {
    super(`${reason}: ${detail}`);
    this.name = 'MediaFault';
    this.reason = reason;
  }
}
