import type { BadgeWord } from './badge.ts';
import type { Playhead } from './playhead.ts';

export interface SteadyPlayhead {
  noteWord(word: BadgeWord): void;
  notePlayhead(playhead: Playhead): void;
}

/** A picture that stands for a moment, and goes on where it stood or a little later. */
const pausing = new Set<BadgeWord>(['stalled', 'connecting', 'unknown']);

/**
 * Hands the playhead on, but where a late picture only stands: whoever gets it late has seen no more than what it shows,
 * and is told no more (C7). `tell` hears of a late picture's end when it is live, is paused, or is off.
 */
export function createSteadyPlayhead(tell: (playhead: Playhead) => void): SteadyPlayhead {
  let word: BadgeWord = 'connecting';
  let latest: Playhead | null = null;
  let wasLate = false;
  let isWithheld = false;

  const look = (): void => {
    if (latest === null) return;
    const isLive = latest.isFollowing && latest.atMs === null;
    isWithheld = isLive && wasLate && pausing.has(word);
    if (isWithheld) return;
    wasLate = latest.isFollowing && latest.atMs !== null;
    tell(latest);
  };

  return {
    noteWord(next) {
      word = next;
      if (isWithheld) look();
    },
    notePlayhead(playhead) {
      latest = playhead;
      look();
    },
  };
}
