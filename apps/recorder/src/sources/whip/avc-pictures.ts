import { findPayload } from '../rtp/payload.ts';

/** What comes of H.264 over RTP: `setup` before the first picture and wherever it changed, then pictures. */
export interface PictureSink {
  /** An AVC decoder configuration (ISO 14496-15, 5.3.3.1) that differs from the one before. */
  onSetup(payload: Buffer, timestampMs: number): void;
  /** One whole picture as a message of an FLV stream. */
  onPicture(payload: Buffer, timestampMs: number, isKey: boolean): void;
}

const kinds = { slice: 1, key: 5, sequence: 7, picture: 8, aggregate: 24, piece: 28 } as const;
const clockHz = 90_000;
const startsPiece = 0x80;
const endsPiece = 0x40;
/** FLV 10.1, E.4.3: key or not, H.264; then a setup or slices without an offset. */
const flv = { setup: [0x17, 0, 0, 0, 0], key: [0x17, 1, 0, 0, 0], other: [0x27, 1, 0, 0, 0] } as const;

/** Makes pictures of the packets of whole ones, in order (RFC 6184, non-interleaved). */
export function createAvcPictures(sink: PictureSink): { push(packet: Buffer): void } {
  let units: Buffer[] = [];
  let pieces: Buffer[] = [];
  let sequence: Buffer | null = null;
  let picture: Buffer | null = null;
  let told: Buffer | null = null;
  let timestamp: number | null = null;
  /** Ticks since the first picture: the wire's own wrap around every 13 hours. */
  let elapsed = 0;

  const take = (unit: Buffer): void => {
    const kind = (unit[0] ?? 0) & 0x1f;
    if (kind === kinds.sequence) sequence = unit;
    else if (kind === kinds.picture) picture = unit;
    else if (kind >= kinds.slice && kind <= kinds.key) units.push(unit);
  };

  const takeAggregate = (payload: Buffer): void => {
    let at = 1;
    while (at + 2 < payload.length) {
      const end = at + 2 + payload.readUInt16BE(at);
      if (end > payload.length) return;
      take(payload.subarray(at + 2, end));
      at = end;
    }
  };

  const takePiece = (payload: Buffer): void => {
    const [indicator = 0, flags = 0] = payload;
    if ((flags & startsPiece) !== 0) pieces = [Buffer.from([(indicator & 0xe0) | (flags & 0x1f)])];
    else if (pieces.length === 0) return;
    pieces.push(payload.subarray(2));
    if ((flags & endsPiece) === 0) return;
    take(Buffer.concat(pieces));
    pieces = [];
  };

  const finish = (): void => {
    const whole = units;
    units = [];
    if (whole.length === 0 || !sequence || !picture) return;
    const isKey = whole.some((unit) => ((unit[0] ?? 0) & 0x1f) === kinds.key);
    const timestampMs = Math.round((elapsed * 1_000) / clockHz);
    const setup = writeSetup(sequence, picture);
    // Only a key picture can begin with another one.
    if (isKey && setup && told?.equals(setup) !== true) {
      told = setup;
      sink.onSetup(setup, timestampMs);
    }
    if (told) sink.onPicture(writePicture(whole, isKey), timestampMs, isKey);
  };

  return {
    push(packet) {
      const place = findPayload(packet);
      if (!place) return;
      const payload = packet.subarray(place.start, place.end);
      const at = packet.readUInt32BE(4);
      if (at !== timestamp) {
        finish();
        pieces = [];
        if (timestamp !== null) elapsed += (at - timestamp) | 0;
        timestamp = at;
      }
      const kind = (payload[0] ?? 0) & 0x1f;
      if (kind === kinds.aggregate) takeAggregate(payload);
      else if (kind === kinds.piece) takePiece(payload);
      else take(payload);
      if ((packet[1] ?? 0) > 0x7f) finish();
    },
  };
}

/** null: no sequence parameter set has so few bytes. */
function writeSetup(sequence: Buffer, picture: Buffer): Buffer | null {
  const [, profile, compatibility, level] = sequence;
  if (profile === undefined || compatibility === undefined || level === undefined) return null;
  const head = [...flv.setup, 1, profile, compatibility, level, 0xff, 0xe1];
  return Buffer.concat([
    Buffer.from(head),
    writeLength(sequence, 2),
    sequence,
    Buffer.from([1]),
    writeLength(picture, 2),
    picture,
  ]);
}

function writePicture(units: readonly Buffer[], isKey: boolean): Buffer {
  return Buffer.concat([
    Buffer.from(isKey ? flv.key : flv.other),
    ...units.flatMap((unit) => [writeLength(unit, 4), unit]),
  ]);
}

function writeLength(bytes: Buffer, size: 2 | 4): Buffer {
  const length = Buffer.alloc(size);
  length.writeUIntBE(bytes.length, 0, size);
  return length;
}
