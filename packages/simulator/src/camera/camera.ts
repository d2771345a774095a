import { setTimeout as sleep } from 'node:timers/promises';
import { startClipCoder, startSceneCoder, type Coder, type CoderSinks, type PictureSize } from './coder.ts';
import type { CodecSetup, CodedPicture } from './flv-stream.ts';
import { coverFrame, turnFrame, type Turn } from './lens-fault.ts';
import type { RtspCredentials } from './rtsp-authentication.ts';
import { startRtspServer, type RtspServer } from './rtsp-server.ts';
import { toStamp } from './picture-stamp.ts';
import { createVideoStream, type Line, type VideoStreamOptions } from './video-stream.ts';

/** Draws one yuv420p frame (BT.709, limited range) of an instant. The buffer is the caller's to keep until the next two calls. */
export type FrameSource = (atMs: number) => Buffer;

/** The door and faults that every simulated network camera has. */
export type Camera = {
  /** The RTSP address with its password. */
  url: string;
  port: number;
  /** The cable is out / in again. */
  unplug: () => Promise<void>;
  plug: () => Promise<void>;
  /** Takes connections and says nothing. */
  silence: (isSilent?: boolean) => void;
  close: () => Promise<void>;
};

export type SceneCamera = Camera & {
  /** The sensor hangs: the same picture again and again. */
  freeze: (isFrozen?: boolean) => void;
  /** No light: black pictures. */
  black: (isBlack?: boolean) => void;
  /** A hand, fog or dirt is on the lens. */
  cover: (isCovered?: boolean) => void;
  /** Somebody pushed it: the picture is moved by so many pixels, even ones; null puts it back. */
  turn: (by: Turn | null) => void;
  /** The camera's own clock is off by so many milliseconds; 0 puts it right. */
  wrongClock: (offsetMs: number) => void;
};

export type CameraDoor = { host?: string; port?: number; path: string; credentials: RtspCredentials | null };

export type SceneCameraOptions = CameraDoor &
  PictureSize & {
    ffmpeg: string;
    source: FrameSource;
    framesPerSecond?: number;
    keyEveryS?: number;
    kilobitsPerSecond?: number;
    now?: () => number;
    /** Also gets what the viewers get: for a camera that pushes. */
    tap?: CoderSinks;
  };

const restartAfterMs = 500;
const firstPictureWithinMs = 15_000;

/** Starts a camera whose pictures are drawn while it runs. */
export async function startSceneCamera(options: SceneCameraOptions): Promise<SceneCamera> {
  const now = options.now ?? Date.now;
  const framesPerSecond = options.framesPerSecond ?? 12.5;
  const everyMs = 1_000 / framesPerSecond;
  const faults = { isFrozen: false, isBlack: false, isCovered: false, turn: null as Turn | null, clockOffsetMs: 0 };
  let lastFrame: Buffer | null = null;
  let coder: Coder | null = null;

  function takeFrame(atMs: number): Buffer {
    if (faults.isBlack) return toBlackFrame(options);
    if (!faults.isFrozen || !lastFrame) lastFrame = options.source(atMs + faults.clockOffsetMs);
    if (faults.isCovered) return coverFrame(lastFrame, options);
    return faults.turn ? turnFrame(lastFrame, options, faults.turn) : lastFrame;
  }

  const pacer = startPacer(everyMs, now, (atMs) => coder?.write(takeFrame(atMs), atMs));
  const opening = openDoor(options, now, (sinks) => {
    coder = startSceneCoder(
      {
        ffmpeg: options.ffmpeg,
        width: options.width,
        height: options.height,
        framesPerSecond,
        keyEveryFrames: Math.round(framesPerSecond * (options.keyEveryS ?? 2)),
        kilobitsPerSecond: options.kilobitsPerSecond ?? 1_400,
      },
      options.tap ? join(sinks, options.tap) : sinks,
    );
    return coder;
  });
  const door = await opening.catch((error: unknown) => {
    pacer.close();
    throw error;
  });
  return {
    ...door,
    freeze: (isFrozen = true) => {
      faults.isFrozen = isFrozen;
    },
    black: (isBlack = true) => {
      faults.isBlack = isBlack;
    },
    cover: (isCovered = true) => {
      faults.isCovered = isCovered;
    },
    turn: (by) => {
      faults.turn = by;
    },
    wrongClock: (offsetMs) => {
      faults.clockOffsetMs = offsetMs;
    },
    close: async () => {
      pacer.close();
      await door.close();
    },
  };
}

/** A camera whose pictures were coded before. */
export type ClipCamera = Camera & {
  /** Shows another file from now on, in the same stream: somebody set it to another size, or a hand is on the lens. */
  play: (file: string) => Promise<void>;
  /** The clock that dates its pictures jumps by so many milliseconds, either way. */
  jump: (byMs: number) => void;
};

export type ClipCameraOptions = CameraDoor & {
  ffmpeg: string;
  file: string;
  now?: () => number;
  /** What happens to its packets on the way. */
  line?: Line;
  firstRtpTime?: number;
  /** Asked for each picture: the instant that stands in it, as a clock burnt in would show it (`toStamp`). */
  stampMs?: () => number;
};

/** Starts a camera that serves a coded file in a loop: about one percent of a core. */
export async function startClipCamera(options: ClipCameraOptions): Promise<ClipCamera> {
  const { ffmpeg, stampMs } = options;
  let { file } = options;
  let coder: Coder | null = null;
  let jumpedMs = 0;
  const door = await openDoor(options, options.now ?? Date.now, (sinks) => {
    const onPicture = (picture: CodedPicture): void =>
      sinks.onPicture({
        ...picture,
        ptsMs: picture.ptsMs + jumpedMs,
        nals: stampMs ? [toStamp(stampMs()), ...picture.nals] : picture.nals,
      });
    coder = startClipCoder({ ffmpeg, file }, { onSetup: sinks.onSetup, onPicture });
    return coder;
  });
  return {
    ...door,
    play: async (next) => {
      file = next;
      // The door starts the next one.
      await coder?.close();
    },
    jump: (byMs) => {
      jumpedMs += byMs;
    },
  };
}

/** One RTSP server and the coder behind it, which is started again whenever it ends. */
async function openDoor(
  door: CameraDoor & Pick<VideoStreamOptions, 'line' | 'firstRtpTime'>,
  now: () => number,
  startCoder: (sinks: CoderSinks) => Coder,
): Promise<Camera> {
  const stream = createVideoStream({ ...door, now, title: door.path });
  const openedAtMs = performance.now();
  const stop = new AbortController();
  const isReady = Promise.withResolvers<void>();
  let coder: Coder | null = null;

  function setUp(setup: CodecSetup): void {
    stream.setUp(setup);
    isReady.resolve();
  }

  async function keepCoding(): Promise<void> {
    while (!stop.signal.aborted) {
      // A coder counts from where it likes; the camera's own count goes on over its end.
      let fromMs: number | null = null;
      const publish = (picture: CodedPicture): void => {
        fromMs ??= performance.now() - openedAtMs - picture.ptsMs;
        stream.publish({ ...picture, ptsMs: picture.ptsMs + fromMs });
      };
      coder = startCoder({ onSetup: setUp, onPicture: publish });
      await coder.ended;
      await sleep(restartAfterMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const server: RtspServer = await startRtspServer({
    host: door.host ?? '127.0.0.1',
    port: door.port ?? 0,
    path: door.path,
    stream,
    credentials: door.credentials,
  });
  const coding = keepCoding();
  async function close(): Promise<void> {
    stop.abort();
    await Promise.all([server.close(), coder?.close()]);
    await coding;
  }

  const isLate = AbortSignal.timeout(firstPictureWithinMs);
  isLate.addEventListener('abort', () => isReady.reject(new Error('ffmpeg wrote no picture')), { signal: stop.signal });
  try {
    await isReady.promise;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: server.url,
    port: server.port,
    unplug: server.unplug,
    plug: server.plug,
    silence: (isSilent = true) => server.setSilent(isSilent),
    close,
  };
}

/** Calls at an even pace; a call that is late is not made up for, as a camera drops what it could not read. */
function startPacer(everyMs: number, now: () => number, tick: (atMs: number) => void): { close: () => void } {
  let dueMs = now();
  let timer: NodeJS.Timeout | null = null;
  function run(): void {
    const atMs = now();
    tick(atMs);
    dueMs += everyMs;
    if (dueMs < atMs) dueMs = atMs + everyMs;
    timer = setTimeout(run, Math.max(0, dueMs - now()));
  }
  timer = setTimeout(run, 0);
  return { close: () => timer && clearTimeout(timer) };
}

function join(left: CoderSinks, right: CoderSinks): CoderSinks {
  return {
    onSetup: (setup) => {
      left.onSetup(setup);
      right.onSetup(setup);
    },
    onPicture: (picture) => {
      left.onPicture(picture);
      right.onPicture(picture);
    },
  };
}

function toBlackFrame(size: PictureSize): Buffer {
  const pixels = size.width * size.height;
  const frame = Buffer.alloc((pixels * 3) / 2, 128);
  frame.fill(16, 0, pixels);
  return frame;
}
