export interface SilenceWatchOptions {
  /** Longest wait, in milliseconds: for an answer, and for the next byte of what is due. */
  silenceMs: number;
  now: () => number;
  /** What we paused ourselves cannot be heard. */
  isPaused: () => boolean;
  /** Since when an answer is awaited; null where none is. */
  awaitedSinceMs: () => number | null;
  /** Whether something has to come without being asked for: the connection, or pictures. */
  isDue: () => boolean;
  onSilence: () => void;
}

/** Notices a camera that keeps its connection and says nothing. */
export interface SilenceWatch {
  /** Something came. */
  hear(): void;
  close(): void;
}

/** Looks ten times within `silenceMs`, so silence is named at most a tenth late. */
export function startSilenceWatch(options: SilenceWatchOptions): SilenceWatch {
  const { silenceMs, now } = options;
  let heardAtMs = now();

  function look(): void {
    if (options.isPaused()) return;
    const awaitedSinceMs = options.awaitedSinceMs();
    const isLate = awaitedSinceMs !== null && now() - awaitedSinceMs > silenceMs;
    const isSilent = options.isDue() && now() - heardAtMs > silenceMs;
    if (isLate || isSilent) options.onSilence();
  }
  const timer = setInterval(look, Math.max(20, silenceMs / 10)).unref();

  return {
    hear() {
      heardAtMs = now();
    },
    close: () => clearInterval(timer),
  };
}
