import { createHash } from 'node:crypto';
import {
  countBytes,
  groupSegments,
  writeFilmHead,
  writeFilmInit,
  writeFilmPlaylist,
  writeFilmSegmentHead,
  type FilmPiece,
  type FilmSegment,
  type FilmTags,
} from '@sitecast/hls';
import type { FileSpan } from '../storage/file-span.ts';

/** What a film is: its pieces in order, each a file that never changes, and what it says of itself. */
export interface Film extends FilmTags {
  pieces: { file: string; piece: FilmPiece }[];
}

/** What is sent one after the other as one file. */
export type FilePart = Uint8Array | FileSpan;

/** A file of a film that can be asked for. */
export type FilmName =
  | { kind: 'video' }
  | { kind: 'playlist' }
  | { kind: 'segment'; start: number; hash: string }
  | { kind: 'init'; hash: string };

export interface OpenFilm {
  /** The parts of a file of it, in order; null where it has none of that name. */
  find(name: FilmName): FilePart[] | null;
  readonly videoBytes: number;
}

/**
 * A film without a file of its own: its head is written from the tables of its pieces, and the frames are read from where
 * they are. A day more costs its own line, whatever there was before (measured: README, Time-lapse).
 */
export function openFilm(film: Film, toPath: (file: string) => string): OpenFilm {
  const tables = film.pieces.map(({ piece }) => piece);
  const segments = groupSegments(tables);
  const hashes = segments.map((segment) => hash(listFiles(film, segment).join()));
  const head = writeFilmHead(tables, film);
  const toSpan = ({ file, piece }: Film['pieces'][number]): FileSpan => ({
    path: toPath(file),
    offset: piece.offset,
    bytes: countBytes(piece),
  });
  const address = {
    segment: (segment: FilmSegment) => `../segments/${segment.start}-${hashes[segments.indexOf(segment)]}.m4s`,
    init: (entry: string) => `../segments/${hash(entry)}.mp4`,
  };
  return {
    videoBytes: head.byteLength + tables.reduce((sum, piece) => sum + countBytes(piece), 0),
    find(name) {
      switch (name.kind) {
        case 'video':
          return [head, ...film.pieces.map(toSpan)];
        case 'playlist':
          return [Buffer.from(writeFilmPlaylist(segments, address))];
        case 'init': {
          const entry = tables.find((piece) => hash(piece.entry) === name.hash)?.entry;
          return entry === undefined ? null : [writeFilmInit(entry)];
        }
        case 'segment': {
          const segment = segments.find(({ start }, index) => start === name.start && hashes[index] === name.hash);
          if (!segment) return null;
          return [writeFilmSegmentHead(segment, tables), ...film.pieces.slice(segment.from, segment.to).map(toSpan)];
        }
      }
    },
  };
}

const listFiles = (film: Film, { from, to }: FilmSegment): string[] =>
  film.pieces.slice(from, to).map(({ file }) => file);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
