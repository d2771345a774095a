import { toSegmentLines, type PlaylistSegment } from './playlist-line.ts';

export interface LivePlaylist {
  /** Number of the first segment. */
  mediaSequence: number;
  /** Breaks before the first segment, counted from any fixed start. */
  discontinuitySequence: number;
  /** Whole seconds; fixed for a camera, and no segment's rounded duration is above it. */
  targetDurationS: number;
  segments: readonly PlaylistSegment[];
  /** Stands before each address; left out: nothing. */
  folder?: string;
}

/** A live media playlist (RFC 8216 §4.3.3). It never ends: a camera that is silent may come back. */
export function writeLivePlaylist(playlist: LivePlaylist): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${playlist.targetDurationS}`,
    `#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${playlist.discontinuitySequence}`,
    ...toSegmentLines(playlist.segments, playlist.folder),
    '',
  ].join('\n');
}
