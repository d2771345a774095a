import type { CameraHealth } from '@sitecast/contract';

/** Programme time at most this far behind the server's clock may be called live (LIVE2). */
export const liveWithinMs = 15_000;
/** A frame older than this is not "decoding now". Longer than one frame of a 1 fps camera, shorter than two segments. */
export const frameNowMs = 3_000;
/** A picture from the future means that two clocks disagree: then nothing about its age is known. */
const clockSlackMs = 2_000;

export const badgeWords = [
  'live',
  'delayed',
  'behind',
  'stalled',
  'frozen',
  'dark',
  'obscured',
  'moved',
  'offline',
  'asleep',
  'maintenance',
  'held',
  'recorded',
  'still',
  'connecting',
  'unknown',
] as const;
export type BadgeWord = (typeof badgeWords)[number];

/** What is said of a picture. `lagMs`: how far behind the server's clock it is. `sinceMs`: epoch ms of the trouble. */
export interface Badge {
  word: BadgeWord;
  sinceMs: number | null;
  lagMs: number | null;
}

/** Facts only, each of them null where it is not known. Instants are epoch ms of the server's clock, ages are ms. */
export interface BadgeFacts {
  /** `live` plays the live edge, `recorded` plays footage of the past, `still` shows one picture. */
  mode: 'live' | 'recorded' | 'still';
  health: CameraHealth | null;
  /** Programme time of the picture on the screen. */
  programTimeMs: number | null;
  serverNowMs: number | null;
  /** How long ago the last frame was presented. */
  frameAgeMs: number | null;
  /** How long ago the playlist last brought something new. */
  playlistAgeMs: number | null;
  /** The delay this audience is given on purpose, in seconds. */
  delayS: number;
  paused: boolean;
  seeking: boolean;
}

const troubles = [
  'held',
  'maintenance',
  'asleep',
  'offline',
  'dark',
  'frozen',
  'obscured',
  'moved',
  'stalled',
] as const;

/**
 * The one place where it is decided what a picture may be called. LIVE needs every fact at once: the recorder says
 * live, this page presents frames now, and their programme time is at most 15 s behind the server (LIVE1, LIVE2).
 */
export function toBadge(facts: BadgeFacts): Badge {
  const lagMs = toLag(facts);
  const sinceMs = facts.health ? toInstant(facts.health.since) : null;
  if (facts.mode === 'still') return toStillBadge(facts.health, sinceMs, lagMs);
  if (facts.mode === 'recorded') return { word: 'recorded', sinceMs: facts.programTimeMs, lagMs };

  const trouble = troubles.find((state) => state === facts.health?.state);
  if (trouble) return { word: trouble, sinceMs, lagMs };
  if (facts.frameAgeMs === null) return { word: 'connecting', sinceMs: null, lagMs: null };
  if (facts.paused || facts.seeking) return { word: lagMs === null ? 'unknown' : 'behind', sinceMs: null, lagMs };
  if (!(facts.frameAgeMs >= 0 && facts.frameAgeMs <= frameNowMs)) {
    const since = facts.serverNowMs === null ? Number.NaN : facts.serverNowMs - facts.frameAgeMs;
    return { word: 'stalled', sinceMs: Number.isFinite(since) ? since : null, lagMs };
  }
  if (lagMs === null || lagMs < -clockSlackMs) return { word: 'unknown', sinceMs: null, lagMs: null };
  return { word: toPlayingWord(facts, Math.max(0, lagMs)), sinceMs: null, lagMs: Math.max(0, lagMs) };
}

function toPlayingWord(facts: BadgeFacts, lagMs: number): BadgeWord {
  const delayMs = facts.delayS * 1_000;
  if (!(lagMs <= delayMs + liveWithinMs)) return 'behind';
  if (facts.health?.state !== 'live') return facts.health?.state === 'starting' ? 'connecting' : 'unknown';
  if (delayMs > 0) return 'delayed';
  // The camera is well again, but the picture on the screen is still one of the time when it froze.
  if ((facts.programTimeMs ?? 0) < (toInstant(facts.health.since) ?? 0)) return 'behind';
  // Frames decode but the playlist has brought nothing for long: what plays is the buffer's rest.
  if (facts.playlistAgeMs !== null && !(facts.playlistAgeMs <= liveWithinMs)) return 'stalled';
  return 'live';
}

function toStillBadge(health: CameraHealth | null, sinceMs: number | null, lagMs: number | null): Badge {
  const trouble = troubles.find((state) => state === health?.state);
  return trouble ? { word: trouble, sinceMs, lagMs } : { word: 'still', sinceMs: null, lagMs };
}

function toLag(facts: BadgeFacts): number | null {
  if (facts.programTimeMs === null || facts.serverNowMs === null) return null;
  const lagMs = facts.serverNowMs - facts.programTimeMs;
  return Number.isFinite(lagMs) ? lagMs : null;
}

function toInstant(instant: string): number | null {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? null : ms;
}
