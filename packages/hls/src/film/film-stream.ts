import { joinChunks } from '../boxes/adjacent.ts';
import { writeBox, writeText } from '../boxes/write-box.ts';
import { writeFragmentHead } from '../boxes/write-fragment.ts';
import type { FilmPiece } from './film-piece.ts';
import {
  filmTimescale,
  frameTicks,
  readEntrySize,
  writeDataHere,
  writeEntries,
  writeMediaHead,
  writeMovieHeader,
  writeTrackHeader,
  writeVideoHead,
} from './film-track.ts';

/** A segment of a film as HLS: some of its pieces, one after the other. */
export interface FilmSegment {
  /** The frame of the film it begins with. */
  start: number;
  frames: number;
  /** Its pieces, by their place in the film: from the first to before the second. */
  from: number;
  to: number;
  entry: string;
}

const trackId = 1;
/** Two seconds: what a player fetches at once. */
const leastFrames = 60;

/**
 * Groups pieces to segments of about two seconds, from the beginning on: a piece more changes the last one alone. Pieces
 * of another encoder are in segments of their own.
 */
export function groupSegments(pieces: readonly FilmPiece[]): FilmSegment[] {
  const segments: FilmSegment[] = [];
  let start = 0;
  for (const [index, { sizes, entry }] of pieces.entries()) {
    const last = segments.at(-1);
    if (last && last.frames < leastFrames && last.entry === entry) {
      last.frames += sizes.length;
      last.to = index + 1;
    } else segments.push({ start, frames: sizes.length, from: index, to: index + 1, entry });
    start += sizes.length;
  }
  return segments;
}

/** What stands before the segments with this sample entry. */
export function writeFilmInit(entry: string): Uint8Array {
  const empty = ['stts', 'stsc', 'stco'].map((type) => writeBox(type, 0, 0));
  const table = writeBox('stbl', writeEntries([entry]), ...empty, writeBox('stsz', 0, 0, 0));
  const media = writeBox(
    'mdia',
    ...writeMediaHead(0, 'vide'),
    writeBox('minf', writeVideoHead(), writeDataHere(), table),
  );
  const header = { id: trackId, ticks: 0, isShown: true, ...readEntrySize(entry) };
  return joinChunks([
    writeBox('ftyp', writeText('iso5'), 0x200, writeText('iso5iso6mp41')),
    writeBox(
      'moov',
      writeMovieHeader(0, trackId + 1),
      writeBox('trak', writeTrackHeader(header), media),
      writeBox('mvex', writeBox('trex', 0, trackId, 1, frameTicks, 0, 0)),
    ),
  ]);
}

/** What stands before the frames of a segment's pieces. */
export function writeFilmSegmentHead(segment: FilmSegment, pieces: readonly FilmPiece[]): Uint8Array {
  const samples = pieces
    .slice(segment.from, segment.to)
    .flatMap(({ sizes, keys }) =>
      sizes.map((bytes, index) => ({ bytes, ticks: frameTicks, isKey: keys.includes(index) })),
    );
  return writeFragmentHead({ trackId, sequence: segment.from + 1, decodeTicks: segment.start * frameTicks, samples });
}

/** The finished playlist of a film. The addresses are the caller's. */
export function writeFilmPlaylist(
  segments: readonly FilmSegment[],
  address: { segment: (segment: FilmSegment) => string; init: (entry: string) => string },
): string {
  const toSeconds = (frames: number) => (frames * frameTicks) / filmTimescale;
  const longest = Math.max(...segments.map(({ frames }) => Math.ceil(toSeconds(frames))));
  const lines = segments.flatMap((segment, index) => {
    const before = segments[index - 1];
    const isOther = before?.entry !== segment.entry;
    return [
      ...(before && isOther ? ['#EXT-X-DISCONTINUITY'] : []),
      ...(isOther ? [`#EXT-X-MAP:URI="${address.init(segment.entry)}"`] : []),
      `#EXTINF:${toSeconds(segment.frames).toFixed(6)},`,
      address.segment(segment),
    ];
  });
  const head = [`#EXT-X-TARGETDURATION:${longest}`, '#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-INDEPENDENT-SEGMENTS'];
  return ['#EXTM3U', '#EXT-X-VERSION:7', ...head, '#EXT-X-MEDIA-SEQUENCE:0', ...lines, '#EXT-X-ENDLIST', ''].join('\n');
}
