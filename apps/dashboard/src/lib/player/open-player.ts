import type { CameraView } from '@sitecast/contract';
import { isRendition, type DialStep } from './dial.ts';
import { openPlayback, openRecorded, openSteps, type Playback } from './playback.ts';
import type { FatalKind } from './recovery.ts';
import { toFootageBase, toLowLatencyUrl, toReplayUrl, type Course } from './rewind.ts';
import type { TimeReach } from './time-reach.ts';

export interface OpenPlayerOptions {
  camera: () => CameraView;
  reach: TimeReach;
  wantsLowLatency: () => boolean;
  step: () => DialStep;
  nowMs: () => number;
  onFatal: (kind: FatalKind) => void;
  /** A playlist of the past was played to its end: the first instant behind it. */
  onEnd: (endMs: number) => void;
  /** There is no such playlist: nothing was recorded up to an instant (404), or it may not be seen (403). */
  onMissing: (status: 403 | 404, emptyToMs: number) => void;
}

/** The one player on a video element. */
export interface OpenPlayer {
  /** null: there is none, or it is on its way. */
  readonly playback: Playback | null;
  /** The camera's playlist it was opened for, from the moment it was asked for; null: there is none. */
  readonly url: string | null;
  /** The step of the data dial it was opened at. */
  readonly step: DialStep;
  open(video: HTMLVideoElement, course: Course): Promise<void>;
  close(): void;
}

/** Opens one player after another; one that arrives when another is wanted is closed at once. */
export function createOpenPlayer(options: OpenPlayerOptions): OpenPlayer {
  const { camera, reach, nowMs, onFatal } = options;
  let playback: Playback | null = null;
  let url: string | null = null;
  let step: DialStep = 'full';
  /** Counts the players opened and closed, so that one that arrives late is known to be late. */
  let turn = 0;

  const openLive = (video: HTMLVideoElement, liveUrl: string): Promise<Playback> => {
    const { adaptiveUrl, delayS } = camera();
    const mostHeight = isRendition(step) ? Number.parseInt(step, 10) : null;
    const mayHaveParts = options.wantsLowLatency() && mostHeight === null;
    const open = step === 'steps' ? openSteps : openPlayback;
    return open({
      ...{ video, nowMs, onFatal, url: liveUrl, adaptiveUrl, mostHeight },
      lowLatencyUrl: mayHaveParts ? toLowLatencyUrl(liveUrl, delayS) : null,
      serverNowMs: reach.readServerNowMs,
    });
  };
  const openPast = async (
    video: HTMLVideoElement,
    liveUrl: string,
    { atMs, toMs }: Extract<Course, { kind: 'recorded' }>,
  ): Promise<Playback> => {
    const mine = turn;
    const granted = await reach.findBase(atMs, toMs);
    return openRecorded({
      ...{ video, nowMs, onFatal, atMs },
      url: toReplayUrl(granted ?? toFootageBase(liveUrl) ?? '', atMs, toMs),
      onEnd: (endMs) => mine === turn && options.onEnd(endMs ?? toMs),
      onMissing: (status) => mine === turn && options.onMissing(status, toMs),
    });
  };
  const close = (): void => {
    turn += 1;
    playback?.close();
    playback = null;
    url = null;
  };

  return {
    get playback() {
      return playback;
    },
    get url() {
      return url;
    },
    get step() {
      return step;
    },
    close,
    async open(video, course) {
      close();
      const liveUrl = camera().playlistUrl;
      if (liveUrl === null) return;
      const mine = turn;
      url = liveUrl;
      step = options.step();
      try {
        const way = course.kind === 'recorded' ? openPast(video, liveUrl, course) : openLive(video, liveUrl);
        const opened = await way;
        if (mine === turn) playback = opened;
        else opened.close();
      } catch {
        // The player's own code did not load: as with any lost network, again and again, ever more rarely.
        if (mine === turn) onFatal('other');
      }
    },
  };
}
