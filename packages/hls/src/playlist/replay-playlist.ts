import { toSegmentLines, type PlaylistSegment } from './playlist-line.ts';

/** Longest stretch of one replay playlist: a day would be 5 MB and block the loop for a second. */
export const replayLimitMs = 2 * 3_600_000;

/** The segments that a player needs to show `fromMs` to `toMs`, in order of time. */
export function selectRange<Segment extends PlaylistSegment & { independent: boolean }>(
  segments: readonly Segment[],
  fromMs: number,
  toMs: number,
): Segment[] {
  const untilMs = Math.min(toMs, fromMs + replayLimitMs);
  const sorted = segments.toSorted((one, other) => one.startMs - other.startMs);
  const first = sorted.findIndex((segment) => segment.startMs + segment.durationMs > fromMs);
  if (first < 0) return [];
  const inRange = (segment: Segment) => segment.startMs < untilMs;
  // A decoder starts at a key frame: the one before in the same run, or else the next one.
  let start = first;
  while (sorted[start]?.independent === false && sorted[start - 1]?.run === sorted[start]?.run) start -= 1;
  while (sorted[start]?.independent === false) start += 1;
  return sorted.slice(start).filter(inRange);
}

/** A finished playlist of recorded segments (RFC 8216 §4.3.3.4, VOD). */
export function writeReplayPlaylist(segments: readonly PlaylistSegment[], targetDurationS: number): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetDurationS}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...toSegmentLines(segments),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}
