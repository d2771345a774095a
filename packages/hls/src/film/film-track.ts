import { viewOf } from '../boxes/box.ts';
import { writeBox, writeLong, writeShorts, writeText, writeWords } from '../boxes/write-box.ts';
import { fromBase64, type FilmPiece } from './film-piece.ts';

/** Ticks a second of every time in a film, and of one frame: 30 a second. */
export const filmTimescale = 30_000;
export const frameTicks = 1_000;

const unity = writeWords([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]);
/** Undetermined (`und`), as ISO 639-2 packed to 15 bits. */
const language = 0x55c4;

/** The different sample entries of pieces, in the order in which they first come. One, until the encoder changed. */
export function listEntries(pieces: readonly FilmPiece[]): string[] {
  return [...new Set(pieces.map(({ entry }) => entry))];
}

/** Width and height in pixels that a visual sample entry says (ISO/IEC 14496-12 §12.1.3), which comes as base64. */
export function readEntrySize(entry: string): { width: number; height: number } {
  const view = viewOf(fromBase64(entry));
  return { width: view.getUint16(32), height: view.getUint16(34) };
}

/** `mvhd` of a film so many ticks long. */
export function writeMovieHeader(ticks: number, nextTrack: number): Uint8Array {
  const rest = [0x10000, 0x01000000, 0, 0];
  return writeBox('mvhd', 0, 0, 0, filmTimescale, ticks, ...rest, unity, 0, 0, 0, 0, 0, 0, nextTrack);
}

export interface TrackHeader {
  id: number;
  ticks: number;
  width: number;
  height: number;
  /** One that is not is there for others to point at. */
  isShown: boolean;
}

/** `tkhd` of one of its tracks. */
export function writeTrackHeader({ id, ticks, width, height, isShown }: TrackHeader): Uint8Array {
  const flags = isShown ? 3 : 2;
  return writeBox('tkhd', flags, 0, 0, id, 0, ticks, 0, 0, 0, 0, unity, width * 0x10000, height * 0x10000);
}

/** `mdhd` and `hdlr`: how a track counts time, and what it is. */
export function writeMediaHead(ticks: number, handler: 'vide' | 'text'): Uint8Array[] {
  return [
    writeBox('mdhd', 0, 0, 0, filmTimescale, ticks, writeShorts([language, 0])),
    writeBox('hdlr', 0, 0, writeText(handler), 0, 0, 0, writeText(`${handler}\0`)),
  ];
}

/** All data is in the file itself. */
export const writeDataHere = (): Uint8Array => writeBox('dinf', writeBox('dref', 0, 1, writeBox('url ', 1)));

export const writeVideoHead = (): Uint8Array => writeBox('vmhd', 1, 0, 0);

export const writeEntries = (entries: readonly string[]): Uint8Array =>
  writeBox('stsd', 0, entries.length, ...entries.map(fromBase64));

/** Where runs of frames lie in a file, by its bytes. */
export function writeOffsets(offsets: readonly number[]): Uint8Array {
  const isLong = (offsets.at(-1) ?? 0) >= 2 ** 32;
  return isLong
    ? writeBox('co64', 0, offsets.length, ...offsets.map(writeLong))
    : writeBox('stco', 0, offsets.length, writeWords(offsets));
}
