import type { CameraView } from '@sitecast/contract';
import { toBadge, type BadgeFacts } from './badge.ts';
import type { DialStep } from './dial.ts';
import { createOpenPlayer } from './open-player.ts';
import { createRecovery, type RecoveryAction } from './recovery.ts';
import { planCourse, planNext, planResume, planSearch, type Course } from './rewind.ts';
import { SessionView } from './session-view.svelte.ts';
import { createStage } from './stage.ts';
import { createTimeReach, type TimeReachOptions } from './time-reach.ts';

export interface SessionOptions extends TimeReachOptions {
  camera: () => CameraView;
  /** One player on a page that is looked at alone may ask for parts. */
  wantsLowLatency: () => boolean;
  /** What of the stream is wanted: video, single pictures, or nothing of it. */
  step: () => DialStep;
}

/** A player nobody saw for this long gives its memory back. */
const keepMs = 60_000;
/** Three segments without a new one in the playlist. */
const starvedAfterMs = 6_000;
/** The live playlist no longer lists what is older. */
const nearGivenUpMs = 40_000;

/**
 * One camera on one video element. Facts come in (frames, clocks, the recorder's word), requests go out; nothing is
 * shown as true before the video says so.
 */
export function createPlayerSession(options: SessionOptions) {
  const { camera, step } = options;
  const nowMs = (): number => performance.now();
  const recovery = createRecovery({ nowMs, random: Math.random });
  const reach = createTimeReach(options);
  const view = new SessionView(
    toBadge({
      mode: 'still',
      health: camera().health,
      delayS: camera().delayS,
      serverNowMs: reach.readServerNowMs(),
      ...{ programTimeMs: null, frameAgeMs: null, playlistAgeMs: null, paused: false, seeking: false },
    }),
  );
  const player = createOpenPlayer({
    ...options,
    reach,
    nowMs,
    onFatal: (kind) => recovery.noteFatal(kind),
    onEnd: (endMs) => goOn(endMs),
    onMissing: (status, emptyToMs) => miss(status, emptyToMs),
  });
  const stage = createStage({ onFrame: () => noteFrame(), onTick: () => tick(), onLeave: () => close() });
  let frameAtMs: number | null = null;
  let restingSinceMs: number | null = null;
  let programTimeMs: number | null = null;
  /** What the picture comes from: the live edge, somewhere behind it, or a stretch of the past. */
  let course: Course = { kind: 'live' };
  /** Where in the live playlist the viewer wants to be, until it has got there. */
  let nearMs: number | null = null;

  const readNewsAgeMs = (): number | null => {
    const newsAtMs = player.playback?.readNewsAtMs() ?? null;
    return newsAtMs === null ? null : nowMs() - newsAtMs;
  };
  const readFacts = (): BadgeFacts => {
    const { health, delayS } = camera();
    return {
      mode: !isMoving() ? 'still' : course.kind === 'recorded' ? 'recorded' : 'live',
      health,
      programTimeMs,
      serverNowMs: reach.readServerNowMs(),
      frameAgeMs: frameAtMs === null ? null : nowMs() - frameAtMs,
      playlistAgeMs: readNewsAgeMs(),
      delayS,
      paused: view.isHeldByViewer,
      seeking: stage.video?.seeking ?? false,
    };
  };
  const isMoving = (): boolean => view.isWanted && step() !== 'stills' && step() !== 'off';
  const isOff = (): boolean => {
    const { health, playlistUrl } = camera();
    if (playlistUrl === null || health.state === 'held') return true;
    // A camera that is off has a past all the same.
    return (health.state === 'offline' || health.state === 'asleep') && course.kind !== 'recorded';
  };
  const isWatched = (): boolean => isMoving() && stage.isSeen && !view.isHeldByViewer && !isOff();

  const close = (): void => {
    if (view.hasFrame && stage.keepPicture()) view.keptAtMs = programTimeMs;
    // A player that is rebuilt goes on where it stood.
    if (course.kind === 'recorded' && programTimeMs !== null && view.seekingToMs === null) {
      course = { ...course, atMs: programTimeMs, toMs: Math.max(course.toMs, programTimeMs + 1_000) };
    }
    player.close();
    restingSinceMs = null;
    frameAtMs = null;
    programTimeMs = null;
    view.hasFrame = false;
  };
  const open = (): void => {
    close();
    if (stage.video) void player.open(stage.video, course);
  };

  /** Takes another way; what plays already is kept where it leads there too. */
  const follow = (next: Course): void => {
    view.seekingToMs = next.kind === 'live' ? null : next.atMs;
    const wasRecorded = course.kind === 'recorded';
    course = next;
    view.isRecorded = next.kind === 'recorded';
    view.isBehind = next.kind !== 'live';
    nearMs = next.kind === 'near' ? next.atMs : null;
    view.refusal = null;
    view.isHeldByViewer = false;
    restingSinceMs = null;
    if (next.kind === 'recorded') {
      if (!(wasRecorded && player.playback?.seekTo(next.atMs))) open();
    } else if (wasRecorded || !player.playback) open();
    else if (next.kind === 'live') player.playback.resume();
    tick();
  };
  /** What comes behind a list that was played to its end: never the last segment of that list once more. */
  const goOn = (endMs: number): void => {
    close();
    follow(planNext(endMs, reach.readEdgeMs() ?? endMs));
  };
  const miss = (status: 403 | 404, emptyToMs: number): void => {
    const edgeMs = reach.readEdgeMs();
    if (status === 404 && edgeMs !== null) {
      follow(planSearch(emptyToMs, edgeMs));
      return;
    }
    follow({ kind: 'live' });
    view.refusal = 'too-old';
  };
  /** A live playlist that was just opened may not hold the wanted instant yet. */
  const reachNear = (): void => {
    if (nearMs === null || !player.playback) return;
    const ageMs = (reach.readEdgeMs() ?? nearMs) - nearMs;
    if (player.playback.seekTo(nearMs) || ageMs > nearGivenUpMs) nearMs = null;
  };

  /** Nothing of a held camera stays on the screen, neither moving nor still. */
  const forget = (): void => {
    if (player.url !== null) close();
    if (view.keptAtMs !== null) stage.clearPicture();
    view.keptAtMs = null;
  };

  /** Brings what runs in line with what should run: costs nothing while nobody looks or the camera is off. */
  const settle = (): void => {
    if (player.url !== null && camera().playlistUrl !== player.url) close();
    // The past is video at every step that moves.
    if (player.url !== null && (!isMoving() || (course.kind !== 'recorded' && step() !== player.step))) close();
    if (camera().health.state === 'held') forget();
    if (isWatched()) {
      if (player.url === null) open();
      else if (restingSinceMs !== null) {
        restingSinceMs = null;
        // Nobody asked for the past: what was out of sight goes on live.
        player.playback?.resume();
      }
    } else if (player.playback && restingSinceMs === null) {
      restingSinceMs = nowMs();
      player.playback.suspend();
    } else if (restingSinceMs !== null && !view.isHeldByViewer && nowMs() - restingSinceMs > keepMs) {
      close();
    }
  };

  const act = (action: RecoveryAction): void => {
    if (action === 'none') return;
    if (action === 'rebuild' || !player.playback) open();
    else if (action === 'reload') player.playback.reload();
    else if (action === 'recover') player.playback.recover();
    else void stage.video?.play().catch(() => undefined);
  };

  const noteFrame = (): void => {
    // A frame that stood in the pipe when the player was closed is nobody's frame.
    if (!player.playback) return;
    frameAtMs = nowMs();
    programTimeMs = player.playback.readProgramTimeMs();
    if (view.seekingToMs !== null && nearMs === null && !stage.video?.seeking) view.seekingToMs = null;
    recovery.noteFrame();
    if (view.hasFrame) return;
    view.hasFrame = true;
    tell();
  };

  const tell = (): void =>
    view.tell({ badge: toBadge(readFacts()), pictureAtMs: programTimeMs, edgeAtMs: reach.readEdgeMs() });
  const tick = (): void => {
    settle();
    reachNear();
    // What the recorder calls live has news: a player without any has stopped asking, and waits for nothing.
    const starved = (readNewsAgeMs() ?? 0) > starvedAfterMs && camera().health.state !== 'live';
    act(recovery.tick({ watched: isWatched(), paused: stage.video?.paused ?? true, starved }));
    tell();
  };

  return {
    /** What there is to see and to say; written here alone. */
    view: view as Readonly<SessionView>,
    /** Whether the visitor wants a picture that moves, and the dial gives one. */
    get isMoving() {
      return isMoving();
    },
    /** Whether a live picture that is watched does not move, whatever the reason. */
    get isStanding() {
      const isDue = isWatched() && course.kind !== 'recorded' && camera().health.state === 'live';
      return isDue && (view.badge.word === 'connecting' || view.badge.word === 'stalled');
    },
    /** Whether the live edge is what the visitor wants to see. */
    get isFollowing() {
      return !view.isBehind && !view.isHeldByViewer;
    },
    /** How far back this visitor may look, in ms. */
    get windowMs() {
      return reach.readWindowMs();
    },
    /** Plays from the live edge; after a pause from where it stood. */
    want() {
      const heldAtMs = view.isHeldByViewer ? programTimeMs : null;
      const edgeMs = reach.readEdgeMs();
      view.isWanted = true;
      if (heldAtMs !== null && edgeMs !== null) follow(planResume(heldAtMs, edgeMs, reach.readWindowMs()));
      else {
        view.isHeldByViewer = false;
        tick();
      }
    },
    pause() {
      view.isHeldByViewer = true;
      tick();
    },
    toLive() {
      follow({ kind: 'live' });
      player.playback?.toLiveEdge();
    },
    /** Shows an instant of the past, as far back as this visitor may look. */
    seekTo(atMs: number) {
      const edgeMs = reach.readEdgeMs();
      view.isWanted = true;
      if (edgeMs !== null) follow(planCourse(atMs, edgeMs, reach.readWindowMs()));
    },
    attachVideo: stage.attachVideo,
    attachCanvas: stage.attachCanvas,
  };
}

export type PlayerSession = ReturnType<typeof createPlayerSession>;
