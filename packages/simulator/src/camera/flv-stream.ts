/** One coded picture, ready to be sent: its NAL units without start codes or lengths. */
export type CodedPicture = { ptsMs: number; isKey: boolean; nals: Buffer[]; flvBody: Buffer };
/** What a decoder needs before the first picture: AVC sequence and picture parameter sets. */
export type CodecSetup = { sps: Buffer; pps: Buffer; flvBody: Buffer };

const headerBytes = 9;
const tagHeaderBytes = 11;
const videoTag = 9;

/**
 * Reads FLV as ffmpeg writes it to a pipe and calls back for each H.264 picture.
 * FLV and not Annex B: each tag says its length and time, so no picture has to wait for the start of the next one.
 * Source: Adobe Flash Video File Format 10.1, annex E.
 */
export function createFlvReader(sinks: {
  onSetup: (setup: CodecSetup) => void;
  onPicture: (picture: CodedPicture) => void;
}): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let isPastHeader = false;
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    if (!isPastHeader) {
      if (pending.length < headerBytes + 4) return;
      if (pending.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV stream');
      pending = pending.subarray(headerBytes + 4);
      isPastHeader = true;
    }
    for (;;) {
      if (pending.length < tagHeaderBytes) return;
      const bodyBytes = pending.readUIntBE(1, 3);
      const tagBytes = tagHeaderBytes + bodyBytes + 4;
      if (pending.length < tagBytes) return;
      if (pending.readUInt8(0) === videoTag) {
        const dtsMs = pending.readUIntBE(4, 3) + pending.readUInt8(7) * 2 ** 24;
        readVideoTag(pending.subarray(tagHeaderBytes, tagHeaderBytes + bodyBytes), dtsMs, sinks);
      }
      pending = pending.subarray(tagBytes);
    }
  };
}

function readVideoTag(body: Buffer, dtsMs: number, sinks: Parameters<typeof createFlvReader>[0]): void {
  const isAvc = body.length > 5 && (body.readUInt8(0) & 0x0f) === 7;
  if (!isAvc) return;
  const packetType = body.readUInt8(1);
  if (packetType === 0) sinks.onSetup({ ...readAvcConfiguration(body.subarray(5)), flvBody: Buffer.from(body) });
  if (packetType !== 1) return;
  const nals = splitNals(body.subarray(5));
  if (nals.length === 0) return;
  const ptsMs = dtsMs + body.readIntBE(2, 3);
  sinks.onPicture({ ptsMs, isKey: body.readUInt8(0) >> 4 === 1, nals, flvBody: body });
}

/** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 §5.3.3.1; ffmpeg always writes lengths of four bytes. */
function readAvcConfiguration(record: Buffer): { sps: Buffer; pps: Buffer } {
  const spsBytes = record.readUInt16BE(6);
  const sps = Buffer.from(record.subarray(8, 8 + spsBytes));
  const ppsAt = 8 + spsBytes + 1;
  const ppsBytes = record.readUInt16BE(ppsAt);
  return { sps, pps: Buffer.from(record.subarray(ppsAt + 2, ppsAt + 2 + ppsBytes)) };
}

function splitNals(data: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  for (let at = 0; at + 4 < data.length;) {
    const nalBytes = data.readUInt32BE(at);
    nals.push(data.subarray(at + 4, at + 4 + nalBytes));
    at += 4 + nalBytes;
  }
  return nals;
}
