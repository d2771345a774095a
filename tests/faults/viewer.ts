import { createHash } from 'node:crypto';
import { mediaPaths, type CameraHealth } from '@sitecast/contract';
import { readStamps } from '@sitecast/simulator';
import { toBadge, type Badge } from '../../apps/dashboard/src/lib/player/badge.ts';
import { readPlaylist, type ListedSegment } from './playlist-reader.ts';

/** What the page would say of one camera at one moment, and the truth beside it. */
export interface Sample {
  atMs: number;
  badge: Badge;
  /** How long ago the picture on the screen was taken, by the instant that stands in it; null: no picture yet. */
  trueAgeMs: number | null;
  /** When it was taken, epoch ms. */
  takenAtMs: number | null;
  /** How far the date the stream gives the picture is from that instant. */
  dateErrorMs: number | null;
}

export interface Viewer {
  /** Reads what is new, plays on, and says what the page would say. */
  look(health: CameraHealth | null): Promise<Sample>;
  /** Every segment that was ever listed: its address and the hash of its bytes. */
  readonly seen: ReadonlyMap<string, string>;
  /** What was wrong with playlists that were answered; empty where each was whole. */
  readonly tornPlaylists: readonly string[];
  readonly reads: number;
}

interface LoadedSegment extends ListedSegment {
  stampsMs: number[];
}

/** As the page holds it with whole segments. */
const holdMs = 3_600;
/** So far behind its place a player goes to the edge at once. */
const jumpMs = 6_000;
const answerWithinMs = 4_000;

export const toHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 24);

/**
 * A page without a browser: it reads the live playlist and its segments, plays them in real time at the page's distance
 * from the edge, stands still where nothing is left to play, and names the picture with the page's own judge.
 */
export function createViewer(camera: string, readOrigin: () => string): Viewer {
  const seen = new Map<string, string>();
  const torn: string[] = [];
  let reads = 0;
  let loaded: LoadedSegment[] = [];
  let place: { segment: LoadedSegment; offsetMs: number } | null = null;
  let newsAtMs: number | null = null;
  let frameAtMs: number | null = null;
  let lookedAtMs = performance.now();

  const load = async (): Promise<void> => {
    const origin = readOrigin();
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer = await fetch(origin + mediaPaths.live(camera), { signal });
    if (!answer.ok) return;
    const listed = readPlaylist(await answer.text());
    reads += 1;
    if ('fault' in listed) {
      torn.push(`${camera}: ${listed.fault}`);
      return;
    }
    for (const segment of listed.segments) {
      if (seen.has(segment.address)) continue;
      const response = await fetch(`${origin}/media/${camera}/${segment.address}`, { signal });
      if (!response.ok) continue;
      const bytes = Buffer.from(await response.arrayBuffer());
      seen.set(segment.address, toHash(bytes));
      loaded.push({ ...segment, stampsMs: readStamps(bytes) });
      newsAtMs = performance.now();
    }
  };

  const readAheadMs = (): number => {
    const from = place ? loaded.indexOf(place.segment) : 0;
    const ahead = loaded.slice(from).reduce((sum, segment) => sum + segment.durationMs, 0);
    return ahead - (place?.offsetMs ?? 0);
  };

  const moveBy = (ms: number): void => {
    let restMs = ms;
    while (place && restMs > 0) {
      const leftMs = place.segment.durationMs - place.offsetMs;
      const next = loaded[loaded.indexOf(place.segment) + 1];
      if (restMs < leftMs || !next) {
        place.offsetMs += Math.min(restMs, leftMs);
        return;
      }
      restMs -= leftMs;
      place = { segment: next, offsetMs: 0 };
    }
  };

  const play = (nowMs: number): void => {
    const [first] = loaded;
    const aheadMs = readAheadMs();
    const passedMs = nowMs - lookedAtMs;
    lookedAtMs = nowMs;
    if (!first || aheadMs <= 0) return;
    if (!place) {
      place = { segment: first, offsetMs: 0 };
      moveBy(Math.max(0, aheadMs - holdMs));
    } else {
      moveBy(passedMs);
      if (aheadMs - passedMs > holdMs + jumpMs) moveBy(aheadMs - passedMs - holdMs);
    }
    frameAtMs = nowMs - Math.max(0, passedMs - aheadMs);
    loaded = loaded.slice(loaded.indexOf(place.segment));
  };

  const readTakenAtMs = (): number | null => {
    if (!place) return null;
    const { stampsMs, durationMs } = place.segment;
    const frame = Math.floor((place.offsetMs / durationMs) * stampsMs.length);
    return stampsMs[Math.min(frame, stampsMs.length - 1)] ?? null;
  };

  return {
    seen,
    tornPlaylists: torn,
    get reads() {
      return reads;
    },
    async look(health) {
      // A recorder that is not there answers nothing; the page plays what it has.
      await load().catch(() => undefined);
      const nowMs = performance.now();
      play(nowMs);
      const atMs = Date.now();
      const programTimeMs = place ? place.segment.startMs + place.offsetMs : null;
      const takenAtMs = readTakenAtMs();
      const badge = toBadge({
        mode: 'live',
        health,
        programTimeMs,
        serverNowMs: atMs,
        frameAgeMs: frameAtMs === null ? null : nowMs - frameAtMs,
        playlistAgeMs: newsAtMs === null ? null : nowMs - newsAtMs,
        delayS: 0,
        paused: false,
        seeking: false,
      });
      return {
        atMs,
        badge,
        trueAgeMs: takenAtMs === null ? null : atMs - takenAtMs,
        takenAtMs,
        dateErrorMs: takenAtMs === null || programTimeMs === null ? null : programTimeMs - takenAtMs,
      };
    },
  };
}
