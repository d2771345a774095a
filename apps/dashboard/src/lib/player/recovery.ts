/** What a player that stopped presenting frames should do next. */
export type RecoveryAction = 'none' | 'play' | 'reload' | 'recover' | 'rebuild';
export type FatalKind = 'network' | 'media' | 'other';

export interface RecoveryOptions {
  /** A monotonic clock in ms. */
  nowMs: () => number;
  /** 0 ≤ x < 1, for the jitter that keeps a thousand walls from returning in the same second. */
  random: () => number;
}

/** What the watchdog is told each second. Not `watched`: hidden, paused by the viewer, or known to be off. */
export interface WatchFacts {
  watched: boolean;
  paused: boolean;
  /** The playlist answers but brings nothing new: the fault lies before the player, which would only repeat its rest. */
  starved: boolean;
}

export interface Recovery {
  /** A frame was presented: everything is well again. */
  noteFrame(): void;
  /** The stream failed for good in the eyes of its library. */
  noteFatal(kind: FatalKind): void;
  /** Called about once a second; the answer is to be carried out at once. */
  tick(facts: WatchFacts): RecoveryAction;
}

const playAfterMs = 4_000;
const recoverAfterMs = 8_000;
const rebuildAfterMs = 30_000;
const rebuildStarvedAfterMs = 90_000;
const recoverAtMostEveryMs = 5_000;
const backOffCapMs = 30_000;

/** Back-off of attempt n (0, 1, …): 1 s doubling up to 30 s, of which the upper half is random. Never gives up. */
export function toBackOffMs(attempt: number, random: number): number {
  const fullMs = Math.min(backOffCapMs, 1_000 * 2 ** Math.min(attempt, 10));
  return fullMs / 2 + (fullMs / 2) * random;
}

/**
 * The ladder back to a moving picture: play after 4 s, recover the media after 8 s, a new player after 30 s, and on
 * for ever. A library that leaves the video paused without a fatal error (hls.js 1.7 does) is caught by the frames.
 */
export function createRecovery(options: RecoveryOptions): Recovery {
  let quietSinceMs: number | null = null;
  let lastPlayMs = -Infinity;
  let lastRecoverMs = -Infinity;
  let recoveredSinceFrame = false;
  let attempts = 0;
  let planned: { action: RecoveryAction; atMs: number } | null = null;

  const plan = (action: RecoveryAction): void => {
    planned = { action, atMs: options.nowMs() + toBackOffMs(attempts, options.random()) };
    attempts += 1;
  };
  const recover = (now: number): RecoveryAction => {
    lastRecoverMs = now;
    recoveredSinceFrame = true;
    return 'recover';
  };
  const rebuild = (now: number): RecoveryAction => {
    quietSinceMs = now;
    recoveredSinceFrame = false;
    return 'rebuild';
  };

  return {
    noteFrame() {
      quietSinceMs = options.nowMs();
      recoveredSinceFrame = false;
      attempts = 0;
      planned = null;
    },
    noteFatal(kind) {
      if (planned?.action === 'rebuild') return;
      const now = options.nowMs();
      if (kind === 'media' && now - lastRecoverMs >= recoverAtMostEveryMs) planned = { action: 'recover', atMs: now };
      // The first network failure is answered on the same player; a second one without a frame between gets a new one.
      else plan(kind === 'network' && attempts === 0 ? 'reload' : 'rebuild');
    },
    tick({ watched, paused, starved }) {
      const now = options.nowMs();
      if (!watched) {
        quietSinceMs = null;
        return 'none';
      }
      quietSinceMs ??= now;
      if (planned) {
        if (now < planned.atMs) return 'none';
        const { action } = planned;
        planned = null;
        if (action === 'recover') return recover(now);
        return action === 'rebuild' ? rebuild(now) : action;
      }
      const quietMs = now - quietSinceMs;
      if (quietMs >= (starved ? rebuildStarvedAfterMs : rebuildAfterMs)) return rebuild(now);
      if (quietMs >= recoverAfterMs && !recoveredSinceFrame && !starved) return recover(now);
      if (quietMs >= playAfterMs && paused && now - lastPlayMs >= playAfterMs) {
        lastPlayMs = now;
        return 'play';
      }
      return 'none';
    },
  };
}
