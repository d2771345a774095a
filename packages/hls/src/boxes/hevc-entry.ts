import { readBoxes, viewOf, type Box } from './box.ts';

/** Bytes of a VisualSampleEntry before its child boxes (ISO/IEC 14496-12 §12.1.3), without the box header. */
export const visualEntryBytes = 78;

/** Kinds of NAL units that `hvc1` promises to be complete in the entry: VPS, SPS, PPS. */
const parameterSets = [32, 33, 34];

/**
 * Turns an `hev1` sample entry into `hvc1`, in place: Safari plays no other. Where the stream repeats its parameter sets,
 * they are the entry's own; a stream that changes them is started anew. Any other entry stays as it is. Throws MediaFault.
 */
export function renameHevcEntry(entry: Box): void {
  if (entry.type !== 'hev1') return;
  entry.type = 'hvc1';
  entry.bytes.set([0x68, 0x76, 0x63, 0x31], 4);
  const setup = readBoxes(entry.bytes, entry.headerBytes + visualEntryBytes).find((box) => box.type === 'hvcC');
  if (setup) completeArrays(setup.bytes.subarray(setup.headerBytes));
}

/** Sets `array_completeness` (ISO/IEC 14496-15 §8.3.3.1.2). What is cut off is left to the parser to refuse. */
function completeArrays(body: Uint8Array): void {
  const view = viewOf(body);
  let at = 23;
  for (let arrays = body[22] ?? 0; arrays > 0 && at + 3 <= body.byteLength; arrays -= 1) {
    const head = body[at] ?? 0;
    if (parameterSets.includes(head & 0x3f)) body[at] = head | 0x80;
    let units = view.getUint16(at + 1);
    at += 3;
    for (; units > 0 && at + 2 <= body.byteLength; units -= 1) at += 2 + view.getUint16(at);
  }
}
