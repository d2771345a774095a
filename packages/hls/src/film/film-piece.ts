import { findBox, readBoxes, readFullBox, readUint32, type Box } from '../boxes/box.ts';
import { MediaFault } from '../boxes/media-fault.ts';
import { writeBox } from '../boxes/write-box.ts';

/** Where the frames of one piece of a film lie in its file, and how they are decoded. */
export interface FilmPiece {
  /** Bytes of its first frame from the beginning of its file; the others follow without a gap. */
  offset: number;
  /** Bytes of each frame, in order. */
  sizes: number[];
  /** Frames a decoder can start at, counted from 0; the first is one of them. */
  keys: number[];
  /** The sample entry (`avc1`) as it stood in the piece, base64. */
  entry: string;
}

const mostFrames = 100_000;

/**
 * Reads the tables of a finished MP4 of one video track without B-frames, whose frames all have one length. Throws
 * MediaFault for what cannot be joined by its tables alone.
 */
export function parseFilmPiece(file: Uint8Array): FilmPiece {
  const boxes = readBoxes(file);
  const moov = boxes.find(({ type }) => type === 'moov');
  const data = boxes.filter(({ type }) => type === 'mdat');
  const table = moov && findBox(moov, 'trak', 'mdia', 'minf', 'stbl');
  const [mdat] = data;
  if (!table || !mdat || data.length !== 1) throw new MediaFault('no-video', 'not one track in one mdat');
  const offset = mdat.bytes.byteOffset - file.byteOffset + mdat.headerBytes;
  const sizes = readSizes(find(table, 'stsz'));
  const keyTable = readBoxes(table.bytes, table.headerBytes).find(({ type }) => type === 'stss');
  const keys = keyTable ? readNumbers(keyTable, 4).map((number) => number - 1) : sizes.map((_, index) => index);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const isPlain = findBox(table, 'ctts') === null && readUint32(readFullBox(find(table, 'stts')).view, 12) === 1;
  const chunks = readBoxes(table.bytes, table.headerBytes).find(({ type }) => type === 'stco');
  if (!isPlain || keys[0] !== 0 || bytes !== mdat.bytes.byteLength - mdat.headerBytes || !chunks)
    throw new MediaFault('box-malformed', 'frames that do not follow one another');
  if (readNumbers(chunks, 4)[0] !== offset) throw new MediaFault('box-malformed', 'frames that begin elsewhere');
  const description = find(table, 'stsd');
  const [entry] = readBoxes(description.bytes, description.headerBytes + 8);
  if (!entry) throw new MediaFault('no-video', 'no sample entry');
  return { offset, sizes, keys, entry: toBase64(leaveOutRate(entry)) };
}

/** Bytes of a piece's frames as they lie in its file. */
export const countBytes = ({ sizes }: FilmPiece): number => sizes.reduce((sum, size) => sum + size, 0);

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const entryHeadBytes = 86;

/** What differs from piece to piece and decodes nothing: the bit rate (`btrt`). */
function leaveOutRate(entry: Box): Uint8Array {
  const children = readBoxes(entry.bytes, entryHeadBytes).filter(({ type }) => type !== 'btrt');
  return writeBox(entry.type, entry.bytes.subarray(8, entryHeadBytes), ...children.map(({ bytes }) => bytes));
}

function find(box: Box, type: string): Box {
  const found = findBox(box, type);
  if (!found) throw new MediaFault('box-malformed', `no ${type}`);
  return found;
}

/** A table that begins with the count of its rows, behind the full box's own word. */
function readNumbers(box: Box, rowBytes: number): number[] {
  const { view, offset } = readFullBox(box);
  const count = readUint32(view, offset);
  if (count > mostFrames) throw new MediaFault('box-malformed', `${count} rows in ${box.type}`);
  return Array.from({ length: count }, (_, index) => readUint32(view, offset + 4 + index * rowBytes));
}

function readSizes(box: Box): number[] {
  const { view, offset } = readFullBox(box);
  const same = readUint32(view, offset);
  const count = readUint32(view, offset + 4);
  if (count === 0 || count > mostFrames) throw new MediaFault('box-malformed', `${count} frames`);
  return Array.from({ length: count }, (_, index) => (same === 0 ? readUint32(view, offset + 8 + index * 4) : same));
}
