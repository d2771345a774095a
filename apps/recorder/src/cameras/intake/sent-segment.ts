import { Refusal } from '@sitecast/contract';
import {
  createFragmentReader,
  MediaFault,
  type InitSegment,
  type MediaSegment,
  type TimedFragment,
} from '@sitecast/hls';
import { targetDurationS } from '../live/live-edge.ts';
import { toInitId, type PackagedSegment } from '../live/packager.ts';

/** What the name of a sent segment says of it. */
export interface SentName {
  run: string;
  startMs: number;
  durationMs: number;
}

/** Four seconds at 30 Mbit/s. */
export const maxSegmentBytes = 16 * 1_048_576;
/** EXTINF rounds to the nearest second: longer ones would break the playlist's word. */
const longestMs = targetDurationS * 1_000 + 499;
/** Names are rounded to milliseconds at both ends. */
const toleranceMs = 5;
/** The last frame before a break is kept this short, whatever it says. */
const heldMs = 2_000;
const largestSide = 8_192;
const mostFrames = 2_000;

const refuse = (field: string, message: string): Refusal =>
  new Refusal('request.invalid', { fields: [{ field, message }] });

/** A segment as a recorder at a site sent it: init and fragments in one. Throws Refusal for anything else. */
export function parseSentSegment(bytes: Uint8Array, name: SentName): PackagedSegment {
  if (name.durationMs < 1 || name.durationMs > longestMs) throw refuse('durationMs', 'is not that of a segment');
  const { init, fragments } = readWhole(bytes);
  const [first] = fragments;
  if (!first) throw refuse('body', 'holds no fragment');
  const lengthMs = measure(fragments, init.timescale);
  const lastMs = ((fragments.at(-1)?.durationTicks ?? 0) * 1_000) / init.timescale;
  const shortMs = lengthMs - Math.max(0, lastMs - heldMs);
  if (Math.abs(shortMs - name.durationMs) > toleranceMs) throw refuse('durationMs', 'is not what the footage says');
  const frames = fragments.reduce((sum, one) => sum + one.sampleCount, 0);
  if (frames > mostFrames) throw refuse('body', 'has too many frames');
  // A copy: a view would keep the whole body.
  const footage = bytes.slice(init.bytes.byteLength);
  const segment: MediaSegment = {
    ...name,
    init,
    lengthBytes: footage.byteLength,
    bytes: footage,
    isRecorded: false,
    // It came whole, so there is nothing to be had of it earlier.
    parts: [],
    frames,
    independent: first.keyframe,
  };
  return { segment, initId: toInitId(init) };
}

/** One init, then fragments of its track, and not one byte beside them. */
function readWhole(bytes: Uint8Array): { init: InitSegment; fragments: TimedFragment[] } {
  try {
    const events = createFragmentReader({ maxBoxBytes: maxSegmentBytes }).push(bytes);
    const [head, ...rest] = events;
    if (head?.type !== 'init') throw refuse('body', 'does not begin with an init');
    const { init } = head;
    const fragments = rest.flatMap((event) => (event.type === 'fragment' ? [event.fragment] : []));
    if (fragments.length < rest.length) throw refuse('body', 'has more than one setup');
    const read = fragments.flatMap(({ chunks }) => chunks).reduce((sum, chunk) => sum + chunk.byteLength, 0);
    if (init.bytes.byteLength + read !== bytes.byteLength) throw refuse('body', 'holds other things than one track');
    const isSized = [init.width, init.height].every((side) => side > 0 && side <= largestSide);
    if (!isSized) throw refuse('body', 'has a picture of a size that no camera has');
    return { init, fragments };
  } catch (error) {
    // Boxes that point outside of themselves end in a range error of the view.
    if (error instanceof MediaFault || error instanceof RangeError) throw refuse('body', 'is not CMAF video');
    throw error;
  }
}

/** Length from the first frame to the end of the last. Throws Refusal where time runs back or jumps. */
function measure(fragments: readonly TimedFragment[], ticksPerSecond: number): number {
  const toMs = (ticks: number) => (ticks * 1_000) / ticksPerSecond;
  for (const [index, { decodeTicks, durationTicks }] of fragments.entries()) {
    const next = fragments[index + 1];
    if (durationTicks <= 0) throw refuse('body', 'has a fragment without a length');
    const pauseMs = next ? toMs(next.decodeTicks - decodeTicks - durationTicks) : 0;
    if (next && (next.decodeTicks <= decodeTicks || pauseMs > heldMs)) throw refuse('body', 'has a time that jumps');
  }
  const first = fragments[0]?.decodeTicks ?? 0;
  const last = fragments.at(-1);
  return last ? toMs(last.decodeTicks + last.durationTicks - first) : 0;
}
