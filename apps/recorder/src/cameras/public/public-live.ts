import type { OpenSegment } from '@sitecast/hls';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { createLiveEdge, type LiveEdge } from '../live/live-edge.ts';
import type { PackagedSegment } from '../live/packager.ts';
import type { SequenceFile, SequenceStart } from '../live/sequence-file.ts';

export interface PublicLiveDeps {
  clock: Clock;
  log: Logger;
  sequence: SequenceFile;
  /** The numbers the first list begins with, until what is public is settled. */
  first: SequenceStart;
  /** How long the source lets wait. */
  pauseMs: () => number;
  /** Whether the public may see what began then, as it came or as it was masked. */
  isShown: (startMs: number, wasMasked: boolean) => boolean;
}

/** The live edge of what is public: of the camera's own segments and the masked ones those that may be shown. */
export interface PublicLive {
  readonly edge: LiveEdge;
  append(packaged: PackagedSegment, wasMasked: boolean): void;
  /** What is coming in; null where nothing can be said of it. */
  extend(open: OpenSegment | null, wasMasked: boolean): void;
  /** What may be shown has changed: a new list of what may be now, and whoever waits at the old one is let go. */
  renew(): Promise<void>;
  close(): void;
}

/** What a new list begins with, as far as it may be shown. */
const recentMs = 20_000;

export function createPublicLive(deps: PublicLiveDeps): PublicLive {
  const { sequence, isShown } = deps;
  let edge = createLiveEdge(deps.first, deps.pauseMs);
  /** The last segments, public or not. */
  const recent: { packaged: PackagedSegment; wasMasked: boolean }[] = [];

  const list = (packaged: PackagedSegment, wasMasked: boolean): void => {
    if (!isShown(packaged.segment.startMs, wasMasked)) return;
    edge.append(packaged.segment, packaged.initId);
    sequence.reserve(edge.next).catch((error: unknown) => deps.log.error({ err: error }, 'numbers were not put by'));
  };

  /** The numbers a new list begins with: above all that were given under this address before. */
  const nextNumbers = async (): Promise<SequenceStart> => {
    const fresh = await sequence.start(deps.clock.nowMs());
    const { segment, breaks } = edge.next;
    return { segment: Math.max(fresh.segment, segment), breaks: Math.max(fresh.breaks, breaks) };
  };

  return {
    get edge() {
      return edge;
    },
    append(packaged, wasMasked) {
      recent.push({ packaged, wasMasked });
      const oldestMs = packaged.segment.startMs - recentMs;
      while ((recent[0]?.packaged.segment.startMs ?? oldestMs) < oldestMs) recent.shift();
      list(packaged, wasMasked);
    },
    extend(open, wasMasked) {
      edge.extend(open !== null && isShown(open.startMs, wasMasked) ? open : null);
    },
    async renew() {
      edge.close();
      edge = createLiveEdge(await nextNumbers(), deps.pauseMs);
      for (const { packaged, wasMasked } of recent) list(packaged, wasMasked);
    },
    close: () => edge.close(),
  };
}
