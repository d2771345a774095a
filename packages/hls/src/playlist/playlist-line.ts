import type { MediaSegment } from '../segment/media-segment.ts';

/** What a playlist says of a segment. Its address is made of `run` and `startMs`, its init's of `initId`. */
export interface PlaylistSegment extends Pick<MediaSegment, 'run' | 'startMs' | 'durationMs'> {
  initId: string;
}

/** Address of a segment, relative to a playlist of its camera. */
export function toSegmentAddress(segment: Pick<PlaylistSegment, 'run' | 'startMs'>): string {
  return `${segment.run}/${segment.startMs}.m4s`;
}

/** Address of an init segment, relative to a playlist of its camera. */
export function toInitAddress(initId: string): string {
  return `${initId}/init.mp4`;
}

/** Whether a player must start its decoder anew between two neighbours. */
export function isBreak(before: PlaylistSegment, after: PlaylistSegment): boolean {
  // Inside a run segments touch; a hole means that one was not kept, and its time stamps are missing too.
  return before.run !== after.run || Math.abs(after.startMs - (before.startMs + before.durationMs)) > 100;
}

/**
 * The lines of a list of segments: init and date at its start and after each break, as MEDIA1 and MEDIA5 ask. `folder`
 * stands before each address: `720p/`, or nothing.
 */
export function toSegmentLines(segments: readonly PlaylistSegment[], folder = ''): string[] {
  const lines: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1];
    const breaks = before !== undefined && isBreak(before, segment);
    if (breaks) lines.push('#EXT-X-DISCONTINUITY');
    if (breaks || !before) lines.push(toMapLine(segment.initId, folder), toDateLine(segment.startMs));
    lines.push(...toSegmentEnd(segment, folder));
  }
  return lines;
}

/** Says which init the segments that follow belong to. */
export const toMapLine = (initId: string, folder = ''): string => `#EXT-X-MAP:URI="${folder}${toInitAddress(initId)}"`;

/** Says when the next segment began. */
export const toDateLine = (startMs: number): string => `#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs).toISOString()}`;

/** A segment's length and address. */
export const toSegmentEnd = (segment: PlaylistSegment, folder = ''): [string, string] => [
  `#EXTINF:${(segment.durationMs / 1_000).toFixed(3)},`,
  `${folder}${toSegmentAddress(segment)}`,
];
