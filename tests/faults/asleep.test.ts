import { describe, expect, it } from 'vitest';
import type { CameraHealth } from '@sitecast/contract';
import { toBadge, type Badge } from '../../apps/dashboard/src/lib/player/badge.ts';
import { createRecovery, type RecoveryAction } from '../../apps/dashboard/src/lib/player/recovery.ts';

const twoDaysMs = 48 * 3_600_000;
const tickMs = 500;
const fellAsleepAtMs = Date.parse('2026-11-21T09:00:00.000Z');
const health: CameraHealth = {
  state: 'live',
  since: '2026-11-21T08:00:00.000Z',
  lastFrameAt: '2026-11-21T08:59:59.000Z',
};

interface Waking {
  /** The steady clock of a page stands still while some machines sleep, and goes on on others. */
  steadyMovesMs: number;
  /** What of the player is left: it plays on by itself, it is paused, or it died. */
  player: 'plays' | 'paused' | 'dead';
  /** The line is there again so long after the tab. */
  lineAfterMs: number;
}

/** Plays the first minute after waking; answers what the page said at each tick, and what it did. */
function wake({ steadyMovesMs, player, lineAfterMs }: Waking) {
  let steadyMs = 5_000;
  let wallMs = fellAsleepAtMs;
  let frameAtMs = steadyMs - 40;
  let programTimeMs = wallMs - 4_000;
  const recovery = createRecovery({ nowMs: () => steadyMs, random: () => 0.5 });
  recovery.noteFrame();
  steadyMs += steadyMovesMs;
  wallMs += twoDaysMs;
  const said: { afterMs: number; badge: Badge }[] = [];
  const did: RecoveryAction[] = [];
  let canPlay = player === 'plays';
  for (let afterMs = 0; afterMs <= 60_000; afterMs += tickMs) {
    const action = recovery.tick({ watched: true, paused: player === 'paused' && !canPlay, starved: false });
    if (action !== 'none') did.push(action);
    const isThere = afterMs >= lineAfterMs;
    // Without a line nothing that is asked for comes.
    if (isThere && (action === 'rebuild' || (action === 'play' && player === 'paused'))) canPlay = true;
    // The old buffer is what a player shows first, then the edge.
    if (canPlay && isThere) {
      frameAtMs = steadyMs;
      programTimeMs = afterMs < lineAfterMs + 2_000 ? programTimeMs + tickMs : wallMs - 4_000;
      recovery.noteFrame();
    }
    const badge = toBadge({
      mode: 'live',
      health,
      programTimeMs,
      serverNowMs: wallMs,
      frameAgeMs: steadyMs - frameAtMs,
      playlistAgeMs: 0,
      delayS: 0,
      paused: false,
      seeking: false,
    });
    said.push({ afterMs, badge });
    if (badge.word === 'live') expect(wallMs - programTimeMs).toBeLessThanOrEqual(15_000);
    steadyMs += tickMs;
    wallMs += tickMs;
  }
  return { said, did };
}

describe('a tab that slept for 48 hours', () => {
  const wakings = [0, twoDaysMs].flatMap((steadyMovesMs) =>
    (['plays', 'paused', 'dead'] as const).flatMap((player) =>
      [0, 3_000, 20_000].map((lineAfterMs) => ({ steadyMovesMs, player, lineAfterMs })),
    ),
  );

  it.each(wakings)('[LIVE2] wakes without a lie and is live again: %o', (waking) => {
    const { said, did } = wake(waking);
    expect(said[0]?.badge.word).toMatch(/^(?:behind|stalled)$/);
    expect(said.at(-1)?.badge.word).toBe('live');
    if (waking.player === 'dead') expect(did).toContain('rebuild');
  });

  it('[LIVE2] says unknown while the clock of the server is not known again', () => {
    const facts = { mode: 'live', health, programTimeMs: fellAsleepAtMs, frameAgeMs: 40, playlistAgeMs: 0 } as const;
    expect(toBadge({ ...facts, serverNowMs: null, delayS: 0, paused: false, seeking: false }).word).toBe('unknown');
  });
});
