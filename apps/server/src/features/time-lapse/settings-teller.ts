import { readAllSettings } from './read-settings.ts';
import type { TimeLapseParts } from './parts.ts';

export interface SettingsTeller {
  start(): void;
  close(): Promise<void>;
}

/** A chapter may wait a minute: its frame is made at the end of the hour. */
const periodMs = 60_000;
/** A camera that was added is told at once enough for who waits for its first film. */
const firstMs = 2_000;

/**
 * Keeps the recorder told what its films are called and where their chapters are. It keeps what it was told on disk, so
 * only what changed is told; where it could not be reached, it is told all of it again.
 */
export function createSettingsTeller(
  parts: Pick<TimeLapseParts, 'store' | 'log' | 'recorder' | 'readRest'>,
): SettingsTeller {
  const told = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let closed = false;

  const tell = async (): Promise<void> => {
    for (const [camera, settings] of await readAllSettings(parts.store.db, parts)) {
      const text = JSON.stringify(settings);
      if (closed || told.get(camera) === text) continue;
      try {
        await parts.recorder.tellTimeLapse(camera, settings);
        told.set(camera, text);
      } catch {
        // It is away, or does not know the camera yet: whatever it was told before may be gone with it.
        told.clear();
        return;
      }
    }
  };

  const plan = (waitMs: number): void => {
    timer = setTimeout(() => {
      working = tell()
        .catch((err: unknown) => parts.log.error({ err }, 'the recorder was not told of its time-lapses'))
        .finally(() => {
          if (!closed) plan(periodMs);
        });
    }, waitMs);
  };

  return {
    start: () => plan(firstMs),
    close: async () => {
      closed = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}
