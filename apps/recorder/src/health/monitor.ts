import type { CameraHealth } from '@sitecast/contract';
import { createFlowJudge } from './flow-judge.ts';
import { createPictureJudge } from './picture-judge.ts';
import { createViewJudge } from './view-judge.ts';

/**
 * The honest state of one camera (LIVE1, LIVE4), from what really arrived. All instants are milliseconds since 1970 as
 * the recorder's clock gave them; `tick` must come about once a second, because silence raises no event.
 */
export interface HealthMonitor {
  fragmentArrived(atMs: number): void;
  /** A decoded key frame, 160 × 90 gray bytes. */
  thumbnail(gray: Uint8Array, atMs: number): void;
  /** ffmpeg ended, or the source could not be opened. */
  sourceDown(atMs: number): void;
  tick(atMs: number): void;
  /** An operator says that what the camera shows now is what it should show. */
  acceptView(atMs: number): void;
  /** It is being turned on purpose: until it stands again nobody asks whether it moved, or whether the picture is sharp. */
  turnView(isTurning: boolean): void;
  readonly health: CameraHealth;
  /** Calls the listener when the state changes; the answer removes it. */
  onChange(listener: (health: CameraHealth) => void): () => void;
}

/** Key frames may be ten seconds apart; without one for this long nobody knows what the picture shows. */
const pictureUnknownMs = 30_000;

const toInstant = (ms: number): string => new Date(ms).toISOString();

/** `overlayCells`: cells of the 16 × 9 grid that never count as movement; a clock along the edge is recognised anyway. */
export function createHealthMonitor(options: { startedAtMs: number; overlayCells?: readonly number[] }): HealthMonitor {
  const flow = createFlowJudge({ startedAtMs: options.startedAtMs });
  const picture = createPictureJudge({ overlayCells: options.overlayCells ?? [] });
  const view = createViewJudge();
  const listeners = new Set<(health: CameraHealth) => void>();
  let state: CameraHealth['state'] = 'starting';
  let sinceMs = options.startedAtMs;
  let newestMs = options.startedAtMs;
  let isTurning = false;
  /** Added to the caller's clock so that time never runs back here: a clock set back must not make silence fresh. */
  let offsetMs = 0;

  function advance(atMs: number): number {
    if (atMs + offsetMs < newestMs) offsetMs = newestMs - atMs;
    newestMs = atMs + offsetMs;
    return newestMs;
  }

  function combine(nowMs: number): { state: CameraHealth['state']; sinceMs: number } {
    if (flow.state !== 'flowing') return { state: flow.state, sinceMs: flow.sinceMs };
    const { seenAtMs } = picture;
    // Bytes flow, but no key frame was decoded yet: nothing was proved, so what was said stands.
    if (seenAtMs === null) return { state, sinceMs };
    if (nowMs - seenAtMs > pictureUnknownMs) return { state: 'unknown', sinceMs: seenAtMs };
    // Whoever froze, or lies in the dark, shows nothing of where it looks.
    if (picture.state === 'moving' && view.state !== 'clear') return { state: view.state, sinceMs: view.sinceMs };
    if (picture.state === 'moving')
      return { state: 'live', sinceMs: Math.max(flow.sinceMs, picture.sinceMs, view.sinceMs) };
    return { state: picture.state, sinceMs: picture.sinceMs };
  }

  function toHealth(): CameraHealth {
    const { lastArrivalMs } = flow;
    return {
      state,
      since: toInstant(sinceMs - offsetMs),
      lastFrameAt: lastArrivalMs === null ? null : toInstant(lastArrivalMs - offsetMs),
    };
  }

  function settle(nowMs: number): void {
    flow.judge(nowMs);
    const next = combine(nowMs);
    if (next.state === state) return;
    if (next.state === 'offline' || next.state === 'stalled') picture.forget();
    state = next.state;
    sinceMs = Math.max(sinceMs, next.sinceMs);
    for (const listener of listeners) listener(toHealth());
  }

  return {
    get health() {
      return toHealth();
    },
    fragmentArrived(atMs) {
      const nowMs = advance(atMs);
      flow.judge(nowMs);
      flow.arrive(nowMs);
      settle(nowMs);
    },
    thumbnail(gray, atMs) {
      const nowMs = advance(atMs);
      picture.see(gray, nowMs);
      if (picture.state === 'moving' && !isTurning) view.see(gray, nowMs);
      settle(nowMs);
    },
    sourceDown(atMs) {
      flow.fail();
      settle(advance(atMs));
    },
    tick(atMs) {
      settle(advance(atMs));
    },
    acceptView(atMs) {
      const nowMs = advance(atMs);
      view.accept(nowMs);
      settle(nowMs);
    },
    turnView(is) {
      isTurning = is;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
