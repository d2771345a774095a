import { isBreak, writeLivePlaylist, type InitSegment, type MediaSegment } from '@sitecast/hls';
import type { SequenceStart } from './sequence-file.ts';

/** Whole seconds, the same for every camera for ever; the segmenter's limit keeps every segment below it. */
export const targetDurationS = 4;

export interface LiveEdge {
  append(segment: MediaSegment, initId: string): void;
  /** The playlist's bytes, built once per change; null before the first segment. */
  readonly playlist: Buffer | null;
  findSegment(run: string, startMs: number): Uint8Array | null;
  findInit(initId: string): InitSegment | null;
  /** The numbers that come next. */
  readonly next: SequenceStart;
}

interface Entry {
  segment: MediaSegment;
  initId: string;
  breaks: number;
}

/** Milliseconds of footage that are listed, and that stay to be had: who was given a list may still ask for its first. */
const listedMs = 30_000;
const keptMs = 60_000;
/** A minute of 6 Mbit/s. A camera that sends more keeps less in memory; the disk has the rest. */
const keptBytes = 48 * 1_048_576;
/** What no player can do without. */
const leastKept = 3;

/** The last minute of a camera, in memory: live does not depend on the disk. Numbers begin at `first`. */
export function createLiveEdge(first: SequenceStart): LiveEdge {
  let entries: Entry[] = [];
  let nextSequence = first.segment;
  let playlist: Buffer | null = null;
  const byAddress = new Map<string, Entry>();

  const toLast = (lengthMs: number): Entry[] => {
    let sumMs = 0;
    let index = entries.length;
    while (index > 0 && sumMs < lengthMs) {
      index -= 1;
      sumMs += entries[index]?.segment.durationMs ?? 0;
    }
    return entries.slice(index);
  };

  const write = (): Buffer => {
    const listed = toLast(listedMs);
    return Buffer.from(
      writeLivePlaylist({
        mediaSequence: nextSequence - listed.length,
        discontinuitySequence: first.breaks + (listed[0]?.breaks ?? 0),
        targetDurationS,
        segments: listed.map(({ segment, initId }) => ({
          run: segment.run,
          startMs: segment.startMs,
          durationMs: segment.durationMs,
          initId,
        })),
      }),
    );
  };

  return {
    append(segment, initId) {
      const last = entries.at(-1);
      const breaks = last
        ? last.breaks + (isBreak({ ...last.segment, initId: last.initId }, { ...segment, initId }) ? 1 : 0)
        : 0;
      entries.push({ segment, initId, breaks });
      nextSequence += 1;
      byAddress.set(`${segment.run}/${segment.startMs}`, { segment, initId, breaks });
      const kept = limitBytes(toLast(keptMs));
      for (const gone of entries.slice(0, entries.length - kept.length)) {
        byAddress.delete(`${gone.segment.run}/${gone.segment.startMs}`);
      }
      entries = kept;
      playlist = write();
    },
    get playlist() {
      return playlist;
    },
    findSegment: (run, startMs) => byAddress.get(`${run}/${startMs}`)?.segment.bytes ?? null,
    findInit: (initId) => entries.find((entry) => entry.initId === initId)?.segment.init ?? null,
    get next() {
      return { segment: nextSequence, breaks: first.breaks + (entries.at(-1)?.breaks ?? 0) + 1 };
    },
  };
}

/** The last entries that fit into memory. */
function limitBytes(entries: readonly Entry[]): Entry[] {
  let first = entries.length;
  let bytes = 0;
  for (const [index, { segment }] of [...entries.entries()].reverse()) {
    bytes += segment.bytes.byteLength;
    if (bytes > keptBytes && entries.length - index > leastKept) break;
    first = index;
  }
  return entries.slice(first);
}
