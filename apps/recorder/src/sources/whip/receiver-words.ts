/** What the recorder and its WebRTC receiver, which runs on a thread of its own, say to each other. */

export interface ReceiverSettings {
  /** The address it listens on, as the recorder's other doors. */
  host: string;
  /** What senders are told instead, where they reach this machine by another address. */
  address: string | null;
  /** UDP ports it may use, the first and the last; null: any free one. */
  ports: readonly [number, number] | null;
  /** A session from which nothing came for so long is over. */
  silenceMs: number;
}

export type ReceiverOrder = { kind: 'take'; session: string; offer: string } | { kind: 'leave'; session: string };

export type ReceiverNews =
  | { kind: 'answer'; session: string; answer: string }
  | { kind: 'refused'; session: string; reason: 'unreadable' | 'no-video' }
  /** It publishes from now on, in another form than before. */
  | { kind: 'began'; session: string }
  /** A message of an FLV stream: `payload` of H.264 (FLV 10.1, E.4.3.1). */
  | { kind: 'video'; session: string; timestampMs: number; payload: Uint8Array<ArrayBuffer> }
  | { kind: 'ended'; session: string };
