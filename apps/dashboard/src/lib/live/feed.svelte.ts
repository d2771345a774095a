import type { CameraView, ProgrammeView, ProjectView } from '@sitecast/contract';
import { createFollower, type Follower } from './follower.ts';
import { createLink, type Link, type Topic } from './link.ts';
import { openSocket } from './open-socket.ts';
import { readSnapshot } from './read-snapshot.ts';
import { createServerClock } from './server-clock.ts';

/** A page that has heard nothing for this long does not know what a camera does (LIVE2, LIVE3). */
const unheardAfterMs = 15_000;
const tickMs = 1_000;
/** A tick that comes this late means that the device slept. */
const sleptMs = 10_000;

/** A page's view, kept current. Made anywhere, started in the browser only; `stop` when the page goes. */
export interface Feed<View> {
  readonly view: View;
  /** When the server made the view so, epoch ms by its clock; null: it is what the page was rendered with. */
  readonly changedAtMs: number | null;
  /** Whether the view is known to be current. */
  readonly connected: boolean;
  /** Epoch ms by the device at which the view was last known to be current; null before the first answer. */
  readonly heardAtMs: number | null;
  /** Server time minus `Date.now()`; null while it is not known, and then nothing may be called live. */
  readonly clockOffsetMs: number | null;
  start(): void;
  stop(): void;
}

/** One line for all feeds of the page. */
let pageLink: Link | null = null;

/** Keeps the view a page was rendered with current over the page's one socket (SEQ1–SEQ5). */
export function createFeed<View extends ProjectView | ProgrammeView>(initial: View, topic: Topic): Feed<View> {
  let raw = $state.raw(initial);
  let changedAtMs = $state<number | null>(null);
  let connected = $state(false);
  let heardAtMs = $state<number | null>(null);
  let isUnheard = $state(false);
  let clockOffsetMs = $state<number | null>(null);
  const view = $derived(isUnheard ? withUnknownCameras(raw) : raw);

  const clock = createServerClock({ nowMs: () => Date.now(), steadyMs: () => performance.now() });
  let follower: Follower | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;
  let startedAtMs = 0;
  let tickedAtMs = 0;

  const tick = (): void => {
    const nowMs = Date.now();
    if (connected) heardAtMs = nowMs;
    isUnheard = nowMs - (heardAtMs ?? startedAtMs) > unheardAfterMs;
    const offsetMs = clock.readOffsetMs();
    const wasLost = clockOffsetMs !== null && offsetMs === null;
    clockOffsetMs = offsetMs;
    if (wasLost || nowMs - tickedAtMs > sleptMs) follower?.resync();
    tickedAtMs = nowMs;
  };
  const resync = (): void => {
    if (document.visibilityState === 'visible') follower?.resync();
  };

  const lose = (): void => void (connected = false);

  return {
    get view() {
      return view;
    },
    get changedAtMs() {
      return changedAtMs;
    },
    get connected() {
      return connected;
    },
    get heardAtMs() {
      return heardAtMs;
    },
    get clockOffsetMs() {
      return clockOffsetMs;
    },
    start() {
      if (follower) return;
      pageLink ??= createLink({ openSocket: () => openSocket(), random: Math.random });
      startedAtMs = tickedAtMs = Date.now();
      follower = createFollower<View>({
        view: raw,
        topic,
        link: pageLink,
        clock,
        readSnapshot: () => readSnapshot<View>(topic),
        isVisible: () => document.visibilityState === 'visible',
        nowMs: () => Date.now(),
        random: Math.random,
        onView(next, atMs) {
          changedAtMs = atMs ?? Date.now() + (clock.readOffsetMs() ?? 0);
          raw = next;
        },
        onCurrent(isCurrent) {
          connected = isCurrent;
          tick();
        },
      });
      follower.start();
      timer = setInterval(tick, tickMs);
      document.addEventListener('visibilitychange', resync);
      window.addEventListener('offline', lose);
      window.addEventListener('online', resync);
      window.addEventListener('pageshow', resync);
    },
    stop() {
      if (!follower) return;
      follower.close();
      follower = null;
      if (timer) clearInterval(timer);
      document.removeEventListener('visibilitychange', resync);
      window.removeEventListener('offline', lose);
      window.removeEventListener('online', resync);
      window.removeEventListener('pageshow', resync);
    },
  };
}

function withUnknownCameras<View extends { cameras: CameraView[] }>(view: View): View {
  const cameras = view.cameras.map((camera) =>
    camera.health.state === 'held' ? camera : { ...camera, health: { ...camera.health, state: 'unknown' as const } },
  );
  return { ...view, cameras };
}
