import type { LivePlaylist } from './live-playlist.ts';
import { isBreak, toDateLine, toMapLine, toSegmentEnd, type PlaylistSegment } from './playlist-line.ts';

/** A part as a playlist names it: its address is that of its segment and its place in it. */
export interface ListedPart {
  durationMs: number;
  independent: boolean;
}

export interface PartedSegment extends PlaylistSegment {
  parts: readonly ListedPart[];
}

export interface LowLatencyPlaylist extends Omit<LivePlaylist, 'segments'> {
  segments: readonly PartedSegment[];
  /** The segment that is coming in, of the last run that is listed; null where there is none. */
  open: { run: string; startMs: number; parts: readonly ListedPart[] } | null;
  /** Whether the reader has the older segments and wants the newer ones alone (`_HLS_skip=YES`). */
  skips: boolean;
  /** Longest pause between two arrivals from the camera: who watches closer than that runs dry. */
  pauseMs: number;
}

/** Address of a part, relative to a playlist of its camera. */
export function toPartAddress(segment: Pick<PlaylistSegment, 'run' | 'startMs'>, index: number): string {
  return `${segment.run}/${segment.startMs}.${index}.m4s`;
}

/** Segments whose parts are named, the one that is coming in among them: who plays farther behind takes whole ones (§4.4.4.9). */
const partedSegments = 3;
/** What is older than this may be left out for a reader who has it (§4.4.3.8: at least six target durations). */
const skipTargets = 6;
/**
 * A comment (§4.1). hls.js 1.7 takes the last segment of a list with parts for the one that is coming in unless a line
 * follows its address; when the camera is back, it finds another segment under that number and stops asking for good.
 */
const nothingComesLine = '# Nothing is coming in.';
/** Part targets are told in steps, so that frames that come a little uneven do not change them. */
const targetStepMs = 20;

/**
 * A low-latency media playlist (draft-pantos-hls-rfc8216bis §4.4.4.9, §6.2.5): parts near the end, a hint at the one
 * that comes next, and a reload that waits for it. It never ends.
 */
export function writeLowLatencyPlaylist(playlist: LowLatencyPlaylist): string {
  const { segments, open, targetDurationS } = playlist;
  const targetMs = targetDurationS * 1_000;
  const ages = toAges(segments, open);
  const isParted = (index: number): boolean => index >= segments.length + (open ? 1 : 0) - partedSegments;
  const skipped = playlist.skips ? ages.filter((ageMs) => ageMs >= skipTargets * targetMs).length : 0;

  const parted = segments.filter((_, index) => isParted(index));
  const durations = [...parted, ...(open ? [open] : [])].flatMap(toDurations);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targetDurationS}`,
    ...toControlLines(durations, skipTargets * targetMs, playlist.pauseMs),
    `#EXT-X-MEDIA-SEQUENCE:${playlist.mediaSequence}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${playlist.discontinuitySequence}`,
  ];
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  for (const [index, segment] of segments.entries()) {
    if (index < skipped) continue;
    const before = segments[index - 1];
    const breaks = before !== undefined && isBreak(before, segment);
    if (breaks) lines.push('#EXT-X-DISCONTINUITY');
    // Once more behind what was skipped: a reader need not carry anything over.
    if (breaks || index === skipped) lines.push(toMapLine(segment.initId), toDateLine(segment.startMs));
    if (isParted(index)) lines.push(...toPartLines(segment));
    lines.push(...toSegmentEnd(segment));
  }
  if (durations.length > 0) {
    if (open) lines.push(...toPartLines(open));
    lines.push(
      open ? `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${toPartAddress(open, open.parts.length)}"` : nothingComesLine,
    );
  }
  return [...lines, ''].join('\n');
}

/** What the server does for the reader. A list that names no part promises none: a delayed one is read from the disk. */
function toControlLines(durationsMs: readonly number[], skipMs: number, pauseMs: number): string[] {
  const skip = `CAN-SKIP-UNTIL=${toSeconds(skipMs)}`;
  if (durationsMs.length === 0) return [`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,${skip}`];
  const targetMs = Math.ceil(Math.max(...durationsMs) / targetStepMs) * targetStepMs;
  const holdBackMs = Math.max(3 * targetMs, 2 * targetMs + pauseMs);
  return [
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${toSeconds(holdBackMs)},${skip}`,
    `#EXT-X-PART-INF:PART-TARGET=${toSeconds(targetMs)}`,
  ];
}

/** How far the end of each segment is from the end of the playlist, in ms. */
function toAges(segments: readonly PartedSegment[], open: LowLatencyPlaylist['open']): number[] {
  let ageMs = open ? toDurations(open).reduce((sum, ms) => sum + ms, 0) : 0;
  const ages: number[] = [];
  for (const { durationMs } of segments.toReversed()) {
    ages.unshift(ageMs);
    ageMs += durationMs;
  }
  return ages;
}

const toDurations = ({ parts }: { parts: readonly ListedPart[] }): number[] => parts.map((part) => part.durationMs);

function toPartLines(segment: { run: string; startMs: number; parts: readonly ListedPart[] }): string[] {
  return segment.parts.map(
    (part, index) =>
      `#EXT-X-PART:DURATION=${toSeconds(part.durationMs)},URI="${toPartAddress(segment, index)}"${part.independent ? ',INDEPENDENT=YES' : ''}`,
  );
}

const toSeconds = (ms: number): string => (ms / 1_000).toFixed(3);
