import { createHash } from 'node:crypto';
import { isBreak, writeLivePlaylist } from '@sitecast/hls';
import type { Rendition, RenditionSource } from '../../ffmpeg/rendition.ts';
import { targetDurationS, type ListedSegment, type LiveEdge } from '../live/live-edge.ts';
import type { RungName } from './rungs.ts';

export interface FollowedRungOptions {
  rung: RungName;
  /** What is made smaller: only what this edge lists, so nobody gets more in small than in large. */
  edge: LiveEdge;
  make: (source: RenditionSource, signal: AbortSignal) => Promise<Rendition>;
  now: () => number;
  /** So long after the last who asked, nothing more is made. */
  idleMs: number;
}

/** One rendition of one live edge, made while somebody watches it. */
export interface FollowedRung {
  /** Somebody watches. The playlist once there are two segments, at the latest after `limitMs`; null: there is none. */
  readPlaylist(limitMs: number): Promise<Buffer | null>;
  findSegment(run: string, startMs: number): Uint8Array | null;
  findInit(initId: string): Uint8Array | null;
  /** Settles when nobody watched for a while, it was closed, or the machine is too slow for it. */
  readonly ended: Promise<'idle' | 'too-slow'>;
  close(): void;
}

interface Made {
  rendition: Rendition;
  initId: string;
  source: ListedSegment['segment'];
}

/** Segments of the camera's own with which a rendition begins: what a player has before it. */
const headSegments = 3;
/** Farther behind than this it goes on near the end; this often in a row, and it is given up. */
const mostBehind = 5;
const mostLeaps = 3;
const enoughSegments = 2;
const lookAgainMs = 1_000;

export function followRung(options: FollowedRungOptions): FollowedRung {
  const { edge, rung, now } = options;
  const stop = new AbortController();
  const made = new Map<number, Made>();
  const waiting = new Set<() => void>();
  let askedAtMs = now();
  let nextNumber: number | null = null;
  let leaps = 0;

  /** What comes next: the oldest of the last few, then one after the other. */
  const choose = (): { number: number; listed: ListedSegment } | null => {
    const { mediaSequence, segments } = edge.listed;
    const end = mediaSequence + segments.length;
    if (nextNumber !== null && end - nextNumber > mostBehind) {
      leaps += 1;
      nextNumber = end - 1;
    }
    nextNumber ??= end - headSegments;
    nextNumber = Math.max(nextNumber, mediaSequence);
    const listed = segments[nextNumber - mediaSequence];
    return listed ? { number: nextNumber, listed } : null;
  };

  const forget = (): void => {
    const { mediaSequence } = edge.listed;
    // Who was given a list may still ask for its first.
    for (const number of made.keys()) if (number < mediaSequence - headSegments) made.delete(number);
  };

  const work = async (): Promise<'idle' | 'too-slow'> => {
    while (!stop.signal.aborted && now() - askedAtMs < options.idleMs) {
      const next = choose();
      if (leaps >= mostLeaps) return 'too-slow';
      if (!next) {
        if (edge.isClosed) return 'idle';
        await edge.waitFor(nextNumber ?? edge.position.segment, null, lookAgainMs);
        continue;
      }
      const { segment } = next.listed;
      const { init, bytes } = segment;
      // Near the end it is in memory, on the disk or not.
      const isWhole = segment.independent && bytes !== null;
      const rendition = isWhole ? await options.make({ init, bytes }, stop.signal).catch(() => null) : null;
      if (rendition) {
        const initId = createHash('sha256').update(rendition.init.bytes).digest('hex').slice(0, 16);
        made.set(next.number, { rendition, initId, source: segment });
      }
      nextNumber = next.number + 1;
      if (nextNumber >= edge.position.segment) leaps = 0;
      forget();
      for (const look of waiting) look();
    }
    return 'idle';
  };

  /** The last of what is listed and made without a gap. */
  const findBlock = () => {
    const { mediaSequence, discontinuitySequence, segments } = edge.listed;
    const last = Math.max(...made.keys());
    let first = last + 1;
    let initId: string | null = null;
    while (first > mediaSequence) {
      const before = made.get(first - 1);
      const after = made.get(first);
      if (!before) break;
      // Another setup within a run has no place in a list: what was before it is left out.
      if (after && after.source.run === before.source.run && initId !== before.initId) break;
      ({ initId } = before);
      first -= 1;
    }
    const block = [...Array(Math.max(0, last + 1 - first)).keys()].flatMap((index) => made.get(first + index) ?? []);
    const older = segments.slice(0, first - mediaSequence + 1).map(toListed);
    const breaks = older.filter((one, index) => {
      const before = older[index - 1];
      return before !== undefined && isBreak(before, one);
    }).length;
    return { mediaSequence: first, discontinuitySequence: discontinuitySequence + breaks, block };
  };

  const write = (): Buffer | null => {
    if (made.size === 0 || edge.isClosed) return null;
    const { block, ...numbers } = findBlock();
    if (block.length === 0) return null;
    const segments = block.map(({ source: { run, startMs, durationMs }, initId }) => ({
      run,
      startMs,
      durationMs,
      initId,
    }));
    return Buffer.from(writeLivePlaylist({ ...numbers, targetDurationS, segments, folder: `${rung}/` }));
  };

  const hasEnough = (): boolean => made.size >= Math.min(enoughSegments, edge.listed.segments.length);

  const ended = work().finally(() => {
    stop.abort();
    for (const look of waiting) look();
  });

  return {
    ended,
    async readPlaylist(limitMs) {
      askedAtMs = now();
      if (!hasEnough()) {
        await new Promise<void>((resolve) => {
          const end = (): void => {
            waiting.delete(look);
            clearTimeout(timer);
            resolve();
          };
          const look = (): void => {
            if (hasEnough() || stop.signal.aborted) end();
          };
          const timer = setTimeout(end, limitMs);
          waiting.add(look);
        });
      }
      return write();
    },
    findSegment(run, startMs) {
      for (const { source, rendition } of made.values()) {
        if (source.run === run && source.startMs === startMs) return rendition.bytes;
      }
      return null;
    },
    findInit(initId) {
      for (const one of made.values()) if (one.initId === initId) return one.rendition.init.bytes;
      return null;
    },
    close: () => stop.abort(),
  };
}

const toListed = ({ segment, initId }: ListedSegment) => ({ ...segment, initId });
