import HLS from 'hls-parser';
import { Parser } from 'm3u8-parser';

/** A segment as two foreign readers agree on it. */
export interface ReadSegment {
  uri: string;
  durationS: number;
  startMs: number | null;
  isBreak: boolean;
  init: string | null;
}

export interface ReadPlaylist {
  mediaSequence: number;
  discontinuitySequence: number;
  targetDurationS: number;
  isEnded: boolean;
  segments: ReadSegment[];
}

/** Reads a playlist with hls-parser. Throws where it breaks the standard. */
export function readWithHlsParser(text: string): ReadPlaylist {
  const playlist = HLS.parse(text);
  if (playlist.isMasterPlaylist) throw new Error('not a media playlist');
  const media = playlist as HLS.types.MediaPlaylist;
  return {
    mediaSequence: media.mediaSequenceBase ?? 0,
    discontinuitySequence: media.discontinuitySequenceBase ?? 0,
    targetDurationS: media.targetDuration,
    isEnded: media.endlist,
    segments: media.segments.map((segment) => ({
      uri: segment.uri,
      durationS: segment.duration,
      startMs: segment.programDateTime?.getTime() ?? null,
      isBreak: segment.discontinuity ?? false,
      init: segment.map?.uri ?? null,
    })),
  };
}

interface VhsManifest {
  mediaSequence: number;
  discontinuitySequence: number;
  targetDuration: number;
  endList?: boolean;
  segments: {
    uri: string;
    duration: number;
    dateTimeString?: string;
    discontinuity?: boolean;
    map?: { uri: string };
  }[];
}

/** Reads a playlist with m3u8-parser, the reader of another player. */
export function readWithM3u8Parser(text: string): ReadPlaylist {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  const manifest = parser.manifest as VhsManifest;
  return {
    mediaSequence: manifest.mediaSequence,
    discontinuitySequence: manifest.discontinuitySequence,
    targetDurationS: manifest.targetDuration,
    isEnded: manifest.endList ?? false,
    segments: manifest.segments.map((segment) => ({
      uri: segment.uri,
      durationS: segment.duration,
      startMs: segment.dateTimeString === undefined ? null : Date.parse(segment.dateTimeString),
      isBreak: segment.discontinuity ?? false,
      init: segment.map?.uri ?? null,
    })),
  };
}
