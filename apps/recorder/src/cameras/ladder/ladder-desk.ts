import type { MostStep } from '@sitecast/contract/words';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { makeRendition } from '../../ffmpeg/rendition.ts';
import type { Logger } from '../../platform/log.ts';
import type { LiveEdge } from '../live/live-edge.ts';
import { followRung, type FollowedRung } from './followed-rung.ts';
import { findRungs, hasRung, toRungForm, writeAdaptivePlaylist, type RungName } from './rungs.ts';

/** All renditions that are being watched on this machine. */
export interface LadderDesk {
  /** What a player may choose among now: the picture as it came, and what there is room for; null: nothing is listed. */
  writeAdaptive(edge: LiveEdge, most: MostStep): Buffer | null;
  /** The playlist of a rendition of what this edge lists; null where there is none, or no room for one more. */
  readPlaylist(edge: LiveEdge, rung: RungName): Promise<Buffer | null>;
  findSegment(edge: LiveEdge, rung: RungName, run: string, startMs: number): Uint8Array | null;
  findInit(edge: LiveEdge, rung: RungName, initId: string): Uint8Array | null;
  /** How many are being made now. */
  readonly running: number;
  close(): Promise<void>;
}

export interface LadderDeskOptions {
  ffmpeg: FfmpegCapabilities;
  /** At most so many at once on this machine; 0: none. */
  most: number;
  log: Logger;
  now: () => number;
  idleMs?: number;
}

/** A player asks every two seconds; one that is gone is noticed after some of them. */
const defaultIdleMs = 15_000;
/** A machine that was too slow is not asked again at once. */
const restMs = 60_000;
/** Longest wait of a playlist for its first segments. */
const waitLimitMs = 6_000;

export function createLadderDesk(options: LadderDeskOptions): LadderDesk {
  const { ffmpeg, log, now } = options;
  /** By edge: an edge that was replaced, because what is public changed, takes what was made of it along. */
  const followed = new Map<LiveEdge, Map<RungName, FollowedRung>>();
  const resting = new WeakMap<LiveEdge, number>();
  const ends = new Set<Promise<unknown>>();
  let isClosed = false;

  const find = (edge: LiveEdge, rung: RungName): FollowedRung | null => followed.get(edge)?.get(rung) ?? null;
  const count = (): number => [...followed.values()].reduce((sum, rungs) => sum + rungs.size, 0);

  const begin = (edge: LiveEdge, rung: RungName): FollowedRung => {
    const form = toRungForm(rung);
    const one = followRung({
      rung,
      edge,
      now,
      idleMs: options.idleMs ?? defaultIdleMs,
      make: (source, signal) => makeRendition(source, form, { ffmpeg, signal }),
    });
    const own = followed.get(edge) ?? new Map<RungName, FollowedRung>();
    followed.set(edge, own.set(rung, one));
    const end = one.ended.then((reason) => {
      ends.delete(end);
      own.delete(rung);
      if (own.size === 0) followed.delete(edge);
      if (reason === 'idle') return;
      resting.set(edge, now() + restMs);
      log.warn({ rung }, 'this machine is too slow for a rendition');
    });
    ends.add(end);
    return one;
  };

  const mayBegin = (edge: LiveEdge): boolean =>
    !isClosed && count() < options.most && now() >= (resting.get(edge) ?? 0);

  return {
    writeAdaptive(edge, most) {
      const { segments } = edge.listed;
      const rungs = findRungs(segments, most).filter((rung) => find(edge, rung) !== null || mayBegin(edge));
      return writeAdaptivePlaylist(segments, rungs, most);
    },
    async readPlaylist(edge, rung) {
      const running = find(edge, rung);
      if (running) return running.readPlaylist(waitLimitMs);
      if (!mayBegin(edge) || !hasRung(edge.listed.segments, rung)) return null;
      return begin(edge, rung).readPlaylist(waitLimitMs);
    },
    findSegment: (edge, rung, run, startMs) => find(edge, rung)?.findSegment(run, startMs) ?? null,
    findInit: (edge, rung, initId) => find(edge, rung)?.findInit(initId) ?? null,
    get running() {
      return count();
    },
    async close() {
      isClosed = true;
      for (const rungs of followed.values()) for (const one of rungs.values()) one.close();
      await Promise.all(ends);
    },
  };
}
