import type { SourceFault } from '@sitecast/contract';

/** A source that stands ready for one ffmpeg after another until it is closed. */
export interface OpenedSource {
  /** What stands on ffmpeg's command line for this input, `-i` and its value included; holds no secret. */
  readonly inputArgs: readonly string[];
  /** What ffmpeg reads on its standard input, where it needs what may stand neither in an argument nor in a file. */
  readonly standardInput?: string;
  /** It gives single pictures, which are encoded here, so many a second. Left out: its stream is carried as it comes. */
  readonly encodeAtFps?: number;
  /** What was last wrong with it; null while it plays or before it was tried. */
  readonly fault: SourceFault | null;
  /** How far the camera's own clock is ahead of ours; left out or null where it does not say its time. */
  readonly clockErrorMs?: number | null;
  /** When the first frame was taken that its present reader was given; left out or null where frames are as old as they arrive. */
  readonly beganAtMs?: number | null;
  /** Calls the listener on each fault; the answer removes it. */
  onFault(listener: (fault: SourceFault) => void): () => void;
  close(): Promise<void>;
}

/** Keeps the last fault and tells it on. */
export interface FaultSignal {
  readonly current: SourceFault | null;
  raise(fault: SourceFault): void;
  /** The source plays again. */
  clear(): void;
  listen(listener: (fault: SourceFault) => void): () => void;
}

/** A signal that has not been raised. */
export function createFaultSignal(): FaultSignal {
  const listeners = new Set<(fault: SourceFault) => void>();
  let current: SourceFault | null = null;
  return {
    get current() {
      return current;
    },
    raise(fault) {
      current = fault;
      for (const listener of listeners) listener(fault);
    },
    clear() {
      current = null;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What a source needs to know of the ffmpeg that will read it. */
export interface InputAbilities {
  readonly major: number;
  readonly hasSrt: boolean;
}
