import Hls from 'hls.js/light';
import { readOlderDate } from './address-date.ts';
import { createDiscontinuityBase } from './discontinuity-base.ts';
import { createHls, findPosition, goOnLoading } from './hls-engine.ts';
import { createLatencyHold } from './latency-hold.ts';
import { takeLowLatencySlot } from './low-latency-slot.ts';
import type { Playback, PlaybackOptions } from './playback.ts';
import { createPlaylistLoader } from './playlist-loader.ts';

/** Whole segments of 2 s are held so far behind their date; parts as far as the stream says, and at least so far. */
const wholeMs = 3_600;
const partsMs = 900;
/** Where the date and the list disagree by more, two clocks do: then the list alone is believed. */
const clocksWithinMs = 3_000;
const holdEveryMs = 500;

/** A rendition is listed when it is made, a segment later than the camera's own. */
const smallerMs = 5_600;
/** A line that stalls parts so often within so long cannot bear them. */
const mostStalls = 2;
const stallsWithinMs = 30_000;
const sameStallMs = 3_000;

/** A live playlist in hls.js, held at a distance from the edge that the line can bear. */
export function openHlsPlayback(options: PlaybackOptions): Playback {
  const { video, url, lowLatencyUrl, adaptiveUrl, mostHeight, nowMs, serverNowMs, onFatal } = options;
  const slot = lowLatencyUrl === null ? null : takeLowLatencySlot();
  const wholeUrl = adaptiveUrl ?? url;
  let source = slot === null || lowLatencyUrl === null ? wholeUrl : lowLatencyUrl;
  const hold =
    source === wholeUrl
      ? createLatencyHold(options.isMade === true ? smallerMs : wholeMs, 2_300)
      : createLatencyHold(partsMs, 600);
  const hls = createHls(
    {
      liveSyncDuration: hold.targetMs / 1_000,
      // The distance is held below, gently and both ways; a viewer who went back is left there.
      maxLiveSyncPlaybackRate: 1,
      liveSyncOnStallIncrease: 0,
      liveDurationInfinity: true,
      startPosition: -1,
      pLoader: createPlaylistLoader(createDiscontinuityBase()),
    },
    (kind) => {
      // A recorder or an edge that knows no parts still has the whole segments; what cannot be decoded, a rendition.
      const mayHelp = kind === 'network' ? newsAtMs === null : adaptiveUrl !== null;
      if (source !== wholeUrl && mayHelp) goWhole();
      else onFatal(kind);
    },
  );
  /** Leaves the parts, for as long as this player is open. */
  const goWhole = (): void => {
    source = wholeUrl;
    slot?.release();
    hold.setLeast(wholeMs);
    hls.loadSource(source);
  };
  let newsAtMs: number | null = null;
  let stalledAtMs: number[] = [];
  let newestEdge = -1;
  let isHeld = true;
  let isSuspended = false;

  hls.on(Hls.Events.MANIFEST_PARSED, (_, { levels }) => {
    if (mostHeight === null) return;
    // They stand in the order of their rates; where all are higher, the smallest there is.
    hls.autoLevelCapping = Math.max(
      0,
      levels.findLastIndex(({ height }) => height <= mostHeight),
    );
  });
  hls.on(Hls.Events.LEVEL_UPDATED, (_, { details }) => {
    if (source !== wholeUrl && details.partHoldBack > 0) hold.setLeast(Math.max(partsMs, details.partHoldBack * 1_000));
    if (details.edge === newestEdge) return;
    newestEdge = details.edge;
    newsAtMs = nowMs();
  });
  hls.on(Hls.Events.ERROR, (_, { details }) => {
    if (details !== Hls.ErrorDetails.BUFFER_STALLED_ERROR) return;
    hold.noteStall(nowMs());
    // One stall is told several times over.
    if (nowMs() - (stalledAtMs.at(-1) ?? Number.NEGATIVE_INFINITY) < sameStallMs) return;
    stalledAtMs = [...stalledAtMs.filter((atMs) => nowMs() - atMs < stallsWithinMs), nowMs()];
    if (adaptiveUrl !== null && source !== adaptiveUrl && stalledAtMs.length >= mostStalls) goWhole();
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => {
    if (source !== adaptiveUrl) return;
    const isSmaller = level < hls.levels.length - 1;
    hold.setLeast(isSmaller ? smallerMs : wholeMs);
  });
  hls.loadSource(source);
  hls.attachMedia(video);

  const play = (): void => void video.play().catch(() => undefined);
  const toLiveEdge = (): void => {
    isHeld = true;
    hold.begin();
    const edge = hls.liveSyncPosition;
    if (edge !== null) video.currentTime = edge;
  };
  const readAheadMs = (): number => {
    const { buffered, currentTime } = video;
    return buffered.length === 0 ? 0 : (buffered.end(buffered.length - 1) - currentTime) * 1_000;
  };
  /**
   * The list tells the distance to what was last heard of; with whole segments that can be two seconds old, so there
   * the date of the picture is asked.
   */
  const readLatencyMs = (): number => {
    const listedMs = hls.latency * 1_000;
    const pictureMs = hls.playingDate?.getTime();
    const serverMs = serverNowMs();
    if (source !== wholeUrl || pictureMs === undefined || serverMs === null) return listedMs;
    const datedMs = serverMs - pictureMs;
    return Math.abs(datedMs - listedMs) < clocksWithinMs ? datedMs : listedMs;
  };
  const keepDistance = (): void => {
    if (!isHeld || video.paused || video.seeking || hls.latestLevelDetails === null) return;
    const advice = hold.advise({ latencyMs: readLatencyMs(), aheadMs: readAheadMs(), nowMs: nowMs() });
    if (Math.abs((hls.targetLatency ?? 0) * 1_000 - hold.targetMs) > 10) hls.targetLatency = hold.targetMs / 1_000;
    if (advice.jumps) toLiveEdge();
    else if (advice.skipMs > 0) video.currentTime += advice.skipMs / 1_000;
    else if (video.playbackRate !== advice.playbackRate) video.playbackRate = advice.playbackRate;
  };
  const timer = setInterval(keepDistance, holdEveryMs);

  return {
    readProgramTimeMs: () =>
      readOlderDate(hls.playingDate?.getTime() ?? null, hls.latestLevelDetails?.fragments ?? [], video.currentTime),
    readNewsAtMs: () => newsAtMs,
    seekTo(atMs) {
      const position = findPosition(hls, atMs);
      if (position === null) return false;
      isHeld = false;
      video.playbackRate = 1;
      // What was held loads nothing; it goes on from here, not from the edge.
      if (isSuspended) hls.startLoad(position);
      isSuspended = false;
      video.currentTime = position;
      play();
      return true;
    },
    reload() {
      goOnLoading(hls, source);
      play();
    },
    recover() {
      hls.recoverMediaError();
      play();
    },
    toLiveEdge() {
      toLiveEdge();
      play();
    },
    suspend() {
      isSuspended = true;
      hls.stopLoad();
      video.pause();
    },
    resume() {
      isSuspended = false;
      goOnLoading(hls, source);
      toLiveEdge();
      play();
    },
    close() {
      clearInterval(timer);
      slot?.release();
      video.playbackRate = 1;
      hls.destroy();
    },
  };
}
