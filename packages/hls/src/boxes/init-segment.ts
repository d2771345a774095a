import { findBox, readBoxes, readFullBox, readUint16, readUint32, viewOf, type Box } from './box.ts';
import { parseAvcSetup, parseHevcSetup, type CodecSetup } from './codec-setup.ts';
import { renameHevcEntry, visualEntryBytes } from './hevc-entry.ts';
import { MediaFault } from './media-fault.ts';

/** What a run of fragments needs before it: `ftyp` + `moov`, and what they say of the video track. */
export interface InitSegment {
  bytes: Uint8Array;
  trackId: number;
  /** Ticks per second of every time in the track. */
  timescale: number;
  width: number;
  height: number;
  setup: CodecSetup;
  defaults: SampleDefaults;
}

/** `trex`: what a fragment means where it says nothing. */
export interface SampleDefaults {
  durationTicks: number;
  sizeBytes: number;
  flags: number;
}

/**
 * Reads the video track of `ftyp` + `moov`, and names H.265 as Safari wants it (in `moov`'s own bytes, too). Throws
 * MediaFault where there is none that a browser could play.
 */
export function parseInitSegment(ftyp: Box, moov: Box): InitSegment {
  for (const trak of readBoxes(moov.bytes, moov.headerBytes).filter((box) => box.type === 'trak')) {
    const handler = findBox(trak, 'mdia', 'hdlr');
    if (!handler || readHandlerType(handler) !== 'vide') continue;
    const trackId = readTrackId(trak);
    const sampleEntry = findSampleEntry(trak);
    renameHevcEntry(sampleEntry);
    const entry = readSampleEntry(sampleEntry);
    const bytes = new Uint8Array(ftyp.bytes.byteLength + moov.bytes.byteLength);
    bytes.set(ftyp.bytes);
    bytes.set(moov.bytes, ftyp.bytes.byteLength);
    return { bytes, trackId, timescale: readTimescale(trak), ...entry, defaults: readDefaults(moov, trackId) };
  }
  throw new MediaFault('no-video', 'no video track');
}

function readHandlerType(box: Box): string {
  const { view, offset } = readFullBox(box);
  const word = readUint32(view, offset + 4);
  return String.fromCharCode(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255);
}

function readTrackId(trak: Box): number {
  const header = findBox(trak, 'tkhd');
  if (!header) throw new MediaFault('box-malformed', 'no tkhd');
  const { view, version, offset } = readFullBox(header);
  return readUint32(view, offset + (version === 1 ? 16 : 8));
}

function readTimescale(trak: Box): number {
  const header = findBox(trak, 'mdia', 'mdhd');
  if (!header) throw new MediaFault('box-malformed', 'no mdhd');
  const { view, version, offset } = readFullBox(header);
  const timescale = readUint32(view, offset + (version === 1 ? 16 : 8));
  if (timescale === 0) throw new MediaFault('box-malformed', 'timescale 0');
  return timescale;
}

function findSampleEntry(trak: Box): Box {
  const description = findBox(trak, 'mdia', 'minf', 'stbl', 'stsd');
  if (!description) throw new MediaFault('box-malformed', 'no stsd');
  const entry = readBoxes(description.bytes, description.headerBytes + 8)[0];
  if (!entry) throw new MediaFault('no-video', 'no sample entry');
  return entry;
}

function readSampleEntry(entry: Box): { width: number; height: number; setup: CodecSetup } {
  const view = viewOf(entry.bytes);
  const width = readUint16(view, entry.headerBytes + 24);
  const height = readUint16(view, entry.headerBytes + 26);
  const children = readBoxes(entry.bytes, entry.headerBytes + visualEntryBytes);
  const avc = children.find((box) => box.type === 'avcC');
  const hevc = children.find((box) => box.type === 'hvcC');
  if (avc) return { width, height, setup: parseAvcSetup(avc, entry.type) };
  if (hevc) return { width, height, setup: parseHevcSetup(hevc, entry.type) };
  throw new MediaFault('codec-unsupported', `sample entry ${entry.type}`);
}

function readDefaults(moov: Box, trackId: number): SampleDefaults {
  const extends_ = findBox(moov, 'mvex');
  const boxes = extends_ ? readBoxes(extends_.bytes, extends_.headerBytes) : [];
  for (const trex of boxes.filter((box) => box.type === 'trex')) {
    const { view, offset } = readFullBox(trex);
    if (readUint32(view, offset) !== trackId) continue;
    return {
      durationTicks: readUint32(view, offset + 8),
      sizeBytes: readUint32(view, offset + 12),
      flags: readUint32(view, offset + 16),
    };
  }
  return { durationTicks: 0, sizeBytes: 0, flags: 0 };
}
