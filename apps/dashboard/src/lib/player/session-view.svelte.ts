import type { Badge } from './badge.ts';

/** What a page shows of a player. The session writes it, and only what the video has confirmed. */
export class SessionView {
  isWanted = $state(false);
  isHeldByViewer = $state(false);
  /** Whether the video shows a frame; else the still is what there is to see. */
  hasFrame = $state(false);
  /** Programme time of the frame on the screen, epoch ms. */
  pictureAtMs = $state<number | null>(null);
  /** Programme time of the picture on the canvas: the last one of a player that was closed. */
  keptAtMs = $state<number | null>(null);
  /** The instant that was asked for, until its picture is there. */
  seekingToMs = $state<number | null>(null);
  /** Whether what plays is footage of the past rather than the live playlist. */
  isRecorded = $state(false);
  /** The visitor went to somewhere behind the live edge. */
  isBehind = $state(false);
  /** What the page says about the footage that was asked for. */
  refusal = $state<'too-old' | null>(null);
  /** The server's time, by the second: the right end of the time that can be seen. */
  edgeAtMs = $state<number | null>(null);
  badge: Badge;

  constructor(badge: Badge) {
    this.badge = $state.raw(badge);
  }

  /** Times change by the second, so that a page is not drawn anew with each frame. */
  tell(next: { badge: Badge; pictureAtMs: number | null; edgeAtMs: number | null }): void {
    const { badge } = this;
    const isSame = next.badge.word === badge.word && toSecond(next.badge.sinceMs) === toSecond(badge.sinceMs);
    if (!isSame || toSecond(next.badge.lagMs) !== toSecond(badge.lagMs)) this.badge = next.badge;
    if (toSecond(next.pictureAtMs) !== toSecond(this.pictureAtMs)) this.pictureAtMs = next.pictureAtMs;
    if (toSecond(next.edgeAtMs) !== toSecond(this.edgeAtMs)) this.edgeAtMs = next.edgeAtMs;
  }
}

const toSecond = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
