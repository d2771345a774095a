import {
  isBreak,
  joinChunks,
  writeLivePlaylist,
  writeLowLatencyPlaylist,
  type InitSegment,
  type MediaSegment,
  type OpenSegment,
} from '@sitecast/hls';
import { createChangeWait } from './change-wait.ts';
import type { SequenceStart } from './sequence-file.ts';

/** Whole seconds, the same for every camera for ever; the segmenter's limit keeps every segment below it. */
export const targetDurationS = 4;

export interface LiveEdge {
  append(segment: MediaSegment, initId: string): void;
  /** What is coming in after the last segment; null where nothing can be said of it. */
  extend(open: OpenSegment | null): void;
  /** What the playlist says, with the bytes behind it. */
  readonly listed: ListedEdge;
  /** Nothing comes any more, and nobody is to get what there was. */
  readonly isClosed: boolean;
  /** The playlist's bytes, built once per change; null before the first segment. */
  readonly playlist: Buffer | null;
  /** The playlist with parts, made when it is asked for; `skips` leaves out what a reader has. Null before the first segment. */
  writeLowLatency(skips: boolean): Buffer | null;
  /** Number of the segment that is coming in, and how many of its parts are there. */
  readonly position: LivePosition;
  /** Resolves when the segment `number`, or its part, is in the playlist; at the latest after `limitMs`. */
  waitFor(number: number, part: number | null, limitMs: number): Promise<void>;
  /** A part; one that comes next is waited for until `limitMs`, or until it is known that it never comes. */
  findPart(
    run: string,
    startMs: number,
    index: number,
    limitMs: number,
  ): Promise<Uint8Array | null> | Uint8Array | null;
  /** A segment's bytes; null where there is none, or it is on the disk alone. */
  findSegment(run: string, startMs: number): Uint8Array | null;
  findInit(initId: string): InitSegment | null;
  /** The numbers that come next. */
  readonly next: SequenceStart;
  /** Lets go of everyone who waits. */
  close(): void;
}

export interface LivePosition {
  segment: number;
  parts: number;
}

/** A segment as a playlist names it. */
export interface ListedSegment {
  segment: MediaSegment;
  initId: string;
}

interface ListedEdge {
  mediaSequence: number;
  discontinuitySequence: number;
  segments: readonly ListedSegment[];
}

interface Entry extends ListedSegment {
  breaks: number;
}

/** Milliseconds of footage that are listed, and that stay to be had: who was given a list may still ask for its first. */
const listedMs = 30_000;
const keptMs = 40_000;
/**
 * So much, and so many segments, stay in memory though they are on the disk: who watches the edge, by parts or by whole
 * segments, is nearer. The rest is there until it is recorded: where the disk takes nothing, live needs none.
 */
const heldMs = 10_000;
const heldSegments = 5;
/** Bytes in memory: 40 s of 9 Mbit/s that were not recorded. A camera that sends more lists less. */
const keptBytes = 48 * 1_048_576;
/** What no player can do without. */
const leastKept = 3;

/**
 * The last 40 s of a camera: of what is on the disk the newest in memory, of what is not all. Numbers begin at `first`;
 * `readPauseMs` says how long its source lets wait.
 */
export function createLiveEdge(first: SequenceStart, readPauseMs: () => number = () => 0): LiveEdge {
  let entries: Entry[] = [];
  let nextSequence = first.segment;
  let playlist: Buffer | null = null;
  const byAddress = new Map<string, Entry>();
  let open: OpenSegment | null = null;
  /** Bytes of the parts of `open` that somebody asked for. */
  let joined: (Uint8Array | undefined)[] = [];
  const lowLatency: { whole: Buffer | null; delta: Buffer | null } = { whole: null, delta: null };
  const news = createChangeWait();
  let isClosed = false;

  const change = (): void => {
    lowLatency.whole = null;
    lowLatency.delta = null;
    news.changed();
  };
  const hasCome = (number: number, part: number | null): boolean => {
    if (number < nextSequence - 1) return true;
    if (number === nextSequence - 1) {
      const last = entries.at(-1)?.segment.parts.length ?? 0;
      // Behind the last part of a segment stands the first of the next one (rfc8216bis §6.2.5.2).
      return part === null || part < last || (open?.wholeParts ?? 0) > 0;
    }
    return number === nextSequence && part !== null && part < (open?.wholeParts ?? 0);
  };
  const readPart = (run: string, startMs: number, index: number): Uint8Array | null => {
    const segment = byAddress.get(`${run}/${startMs}`)?.segment;
    const part = segment?.parts[index];
    if (segment?.bytes && part) return segment.bytes.subarray(part.offset, part.offset + part.lengthBytes);
    const coming = open?.run === run && open.startMs === startMs && index < open.wholeParts ? open.parts[index] : null;
    return coming ? (joined[index] ??= joinChunks(coming.chunks)) : null;
  };

  const toLast = (lengthMs: number): Entry[] => {
    let sumMs = 0;
    let index = entries.length;
    while (index > 0 && sumMs < lengthMs) {
      index -= 1;
      sumMs += entries[index]?.segment.durationMs ?? 0;
    }
    return entries.slice(index);
  };

  const readListed = () => {
    const segments = toLast(listedMs);
    return {
      mediaSequence: nextSequence - segments.length,
      discontinuitySequence: first.breaks + (segments[0]?.breaks ?? 0),
      segments,
    };
  };
  const list = () => {
    const { segments, ...numbers } = readListed();
    return {
      ...numbers,
      targetDurationS,
      segments: segments.map(({ segment, initId }) => ({
        run: segment.run,
        startMs: segment.startMs,
        durationMs: segment.durationMs,
        initId,
        parts: segment.parts,
      })),
    };
  };
  const writeLowLatency = (skips: boolean): Buffer | null => {
    if (entries.length === 0) return null;
    const coming = open && { run: open.run, startMs: open.startMs, parts: open.parts.slice(0, open.wholeParts) };
    return Buffer.from(writeLowLatencyPlaylist({ ...list(), open: coming, skips, pauseMs: readPauseMs() }));
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
      letGo(kept);
      playlist = Buffer.from(writeLivePlaylist(list()));
      open = null;
      joined = [];
      change();
    },
    extend(coming) {
      const isSame = open?.startMs === coming?.startMs && open?.run === coming?.run;
      if (isSame && open?.wholeParts === coming?.wholeParts) return;
      if (!isSame) joined = [];
      // A run that is not listed yet would stand behind a break of which nobody knows the length.
      open = coming && entries.at(-1)?.segment.run === coming.run ? coming : null;
      change();
    },
    get listed() {
      return readListed();
    },
    get isClosed() {
      return isClosed;
    },
    get playlist() {
      return playlist;
    },
    writeLowLatency: (skips) => (lowLatency[skips ? 'delta' : 'whole'] ??= writeLowLatency(skips)),
    get position() {
      return { segment: nextSequence, parts: open?.wholeParts ?? 0 };
    },
    waitFor: (number, part, limitMs) => news.wait(() => hasCome(number, part), limitMs),
    findPart(run, startMs, index, limitMs) {
      const found = readPart(run, startMs, index);
      const isHinted = (): boolean =>
        open !== null && open.run === run && open.startMs === startMs && index === open.wholeParts;
      if (found || !isHinted()) return found;
      return news.wait(() => !isHinted(), limitMs).then(() => readPart(run, startMs, index));
    },
    findSegment: (run, startMs) => byAddress.get(`${run}/${startMs}`)?.segment.bytes ?? null,
    findInit: (initId) => entries.find((entry) => entry.initId === initId)?.segment.init ?? null,
    get next() {
      return { segment: nextSequence, breaks: first.breaks + (entries.at(-1)?.breaks ?? 0) + 1 };
    },
    close() {
      isClosed = true;
      news.close();
    },
  };
}

/** The last entries that fit into memory. */
function limitBytes(entries: readonly Entry[]): Entry[] {
  let first = entries.length;
  let bytes = 0;
  for (const [index, { segment }] of [...entries.entries()].reverse()) {
    bytes += segment.bytes?.byteLength ?? 0;
    if (bytes > keptBytes && entries.length - index > leastKept) break;
    first = index;
  }
  return entries.slice(first);
}

/** Leaves to the disk what is recorded and no longer near the end. The segment is shared: it goes for every edge that lists it. */
function letGo(entries: readonly Entry[]): void {
  let aheadMs = 0;
  for (const [index, { segment }] of entries.toReversed().entries()) {
    if (index >= heldSegments && aheadMs >= heldMs && segment.isRecorded) segment.bytes = null;
    aheadMs += segment.durationMs;
  }
}
