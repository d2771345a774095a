import { joinChunks } from '../boxes/adjacent.ts';
import { writeBox, writeLong, writeText, writeWords } from '../boxes/write-box.ts';
import { countBytes, type FilmPiece } from './film-piece.ts';
import { writeChapterTexts, writeChapterTrack, writeTags, type FilmTags } from './film-tags.ts';
import {
  frameTicks,
  listEntries,
  readEntrySize,
  writeDataHere,
  writeEntries,
  writeMediaHead,
  writeMovieHeader,
  writeOffsets,
  writeTrackHeader,
  writeVideoHead,
} from './film-track.ts';

const videoId = 1;
const chapterId = 2;

/**
 * All of an MP4 that stands before its frames: behind it come the frames of the pieces, one piece after the other, and
 * the file is whole. It plays before all of it is there, and every frame in it can be found at once (`moov` first).
 */
export function writeFilmHead(pieces: readonly FilmPiece[], tags: FilmTags): Uint8Array {
  const frameBytes = pieces.reduce((sum, piece) => sum + countBytes(piece), 0);
  const ftyp = writeBox('ftyp', writeText('isom'), 0x200, writeText('isomiso2avc1mp41'));
  const texts = writeChapterTexts(tags.chapters);
  const textBytes = texts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const data = writeDataHeader(textBytes + frameBytes);
  // Offsets have one width whatever they say, so the length of the head is known before they are.
  const isLong = textBytes + frameBytes + 2 ** 28 >= 2 ** 32;
  const measure = writeMovie(pieces, tags, isLong ? 2 ** 33 : 0, 0).byteLength;
  const textsAt = ftyp.byteLength + measure + data.byteLength;
  const moov = writeMovie(pieces, tags, textsAt + textBytes, textsAt);
  return joinChunks([ftyp, moov, data, ...texts]);
}

/** A box of more than 4 GB says its size in 64 bits. */
function writeDataHeader(bytes: number): Uint8Array {
  if (bytes + 8 < 2 ** 32) return joinChunks([writeWords([bytes + 8]), writeText('mdat')]);
  return joinChunks([writeWords([1]), writeText('mdat'), writeLong(bytes + 16)]);
}

function writeMovie(pieces: readonly FilmPiece[], tags: FilmTags, framesAt: number, textsAt: number): Uint8Array {
  const frames = pieces.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const ticks = frames * frameTicks;
  const hasChapters = tags.chapters.length > 0;
  const entries = listEntries(pieces);
  const header = { id: videoId, ticks, isShown: true, ...readEntrySize(entries[0] ?? '') };
  const track = writeBox(
    'trak',
    writeTrackHeader(header),
    ...(hasChapters ? [writeBox('tref', writeBox('chap', chapterId))] : []),
    writeBox(
      'mdia',
      ...writeMediaHead(ticks, 'vide'),
      writeBox('minf', writeVideoHead(), writeDataHere(), writeTable(pieces, entries, framesAt)),
    ),
  );
  return writeBox(
    'moov',
    writeMovieHeader(ticks, chapterId + 1),
    track,
    ...(hasChapters ? [writeChapterTrack(tags.chapters, frames, { id: chapterId, offset: textsAt })] : []),
    writeTags(tags),
  );
}

/** `stbl`: each piece is a chunk. */
function writeTable(pieces: readonly FilmPiece[], entries: readonly string[], framesAt: number): Uint8Array {
  const sizes = pieces.flatMap((piece) => piece.sizes);
  const keys: number[] = [];
  const offsets: number[] = [];
  /** First chunk, frames in each, sample entry: a row where it is not as before. */
  const chunks: [number, number, number][] = [];
  let frame = 0;
  let at = framesAt;
  for (const [index, piece] of pieces.entries()) {
    for (const key of piece.keys) keys.push(frame + key + 1);
    offsets.push(at);
    const row: [number, number, number] = [index + 1, piece.sizes.length, entries.indexOf(piece.entry) + 1];
    const last = chunks.at(-1);
    if (last?.[1] !== row[1] || last[2] !== row[2]) chunks.push(row);
    frame += piece.sizes.length;
    at += countBytes(piece);
  }
  return writeBox(
    'stbl',
    writeEntries(entries),
    writeBox('stts', 0, 1, sizes.length, frameTicks),
    writeBox('stss', 0, keys.length, writeWords(keys)),
    writeBox('stsc', 0, chunks.length, writeWords(chunks.flat())),
    writeBox('stsz', 0, 0, sizes.length, writeWords(sizes)),
    writeOffsets(offsets),
  );
}
