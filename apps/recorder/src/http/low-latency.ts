import type { LiveEdge, LivePosition } from '../cameras/live/live-edge.ts';
import { parseQuery, refuseField } from './address.ts';

/** A camera's live edge, as far as playlists and parts of it are asked for. */
type Edge = Pick<LiveEdge, 'writeLowLatency' | 'position' | 'waitFor'>;

/**
 * Longest wait for a segment or part, in ms. A camera that is silent for so long is being started anew; the playlist as
 * it is says so better than an error, and no proxy on the way has given up yet.
 */
export const waitLimitMs = 6_000;
/** More segments than this beyond the end of the list are nobody's honest wish (rfc8216bis §6.2.5.2). */
const segmentsAhead = 2;
/** Parts of a segment of the longest kind, and as many again. */
const mostParts = 100;

/**
 * Answers the low-latency playlist, or null where there is none yet. A query with `_HLS_msn` and `_HLS_part` is held until
 * that is in the list; `_HLS_skip` asks for the newer part of it. Throws Refusal for what cannot be meant.
 */
export function findLowLatencyPlaylist(live: Edge, query: string): Promise<Buffer | null> | Buffer | null {
  if (query === '') return live.writeLowLatency(false);
  const asked = parseQuery(query, ['_HLS_msn', '_HLS_part', '_HLS_skip']);
  const skips = parseSkip(asked._HLS_skip);
  if (asked._HLS_msn === undefined) {
    if (asked._HLS_part !== undefined) throw refuseField('_HLS_part', 'needs _HLS_msn');
    return live.writeLowLatency(skips);
  }
  const segment = parseNumber('_HLS_msn', asked._HLS_msn);
  const part = asked._HLS_part === undefined ? null : parseNumber('_HLS_part', asked._HLS_part);
  refuseAbsurd(live.position, segment, part);
  return live.waitFor(segment, part, waitLimitMs).then(() => live.writeLowLatency(skips));
}

function refuseAbsurd(position: LivePosition, segment: number, part: number | null): void {
  if (segment > position.segment - 1 + segmentsAhead) throw refuseField('_HLS_msn', 'is too far ahead');
  if (part !== null && part > mostParts) throw refuseField('_HLS_part', 'is too far ahead');
}

function parseSkip(text: string | undefined): boolean {
  if (text !== undefined && text !== 'YES' && text !== 'v2') throw refuseField('_HLS_skip', 'is not YES or v2');
  return text !== undefined;
}

function parseNumber(field: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw refuseField(field, 'is not a number');
  return Number(text);
}
