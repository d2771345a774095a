/**
 * Milliseconds between two beats: half a fragment. At 4 Mbit/s a camera has sent 40 kB by then, which one read takes; at
 * half of it the recorder and its ffmpeg together took a fifth more CPU time.
 */
const defaultPeriodMs = 80;

/** A beat that many wait for together: one waking of the program then serves them all. */
export interface Pulse {
  /** Calls back once, at the next beat. The answer takes that back. */
  next(callback: () => void): () => void;
}

/** The timer runs only while somebody waits. */
export function createPulse(periodMs: number = defaultPeriodMs): Pulse {
  let waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let wasIdle = false;

  const beat = (): void => {
    const called = waiting;
    waiting = new Set();
    for (const callback of called) callback();
    // One empty beat is let pass: whoever was called now is back before the next one.
    if (called.size > 0) wasIdle = false;
    else if (wasIdle && timer) {
      clearInterval(timer);
      timer = null;
    } else wasIdle = true;
  };

  return {
    next(callback) {
      waiting.add(callback);
      if (!timer) {
        wasIdle = false;
        timer = setInterval(beat, periodMs).unref();
      }
      return () => void waiting.delete(callback);
    },
  };
}
