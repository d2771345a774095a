import { readAllSettings } from './read-settings.ts';
import type { TimeLapseParts } from './parts.ts';

export interface SettingsTeller {
  start(): void;
  /** Looks soon: a camera or a milestone changed. */
  wake(): void;
  close(): Promise<void>;
}

const periodMs = 60_000;
/** Who adds a camera may ask for its first film at once; several changes are told together. */
const soonMs = 2_000;

/**
 * Keeps the recorder told what its films are called and where their chapters are. It keeps what it was told on disk, so
 * only what changed is told; where it could not be reached, it is told all of it again.
 */
export function createSettingsTeller(
  parts: Pick<TimeLapseParts, 'store' | 'log' | 'recorder' | 'readRest'>,
): SettingsTeller {
  const told = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  let isDueSoon = false;
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
        isDueSoon = true;
        return;
      }
    }
  };

  const plan = (): void => {
    timer = setTimeout(
      () => {
        timer = null;
        isDueSoon = false;
        working = tell()
          .catch((err: unknown) => parts.log.error({ err }, 'the recorder was not told of its time-lapses'))
          .finally(() => {
            if (!closed) plan();
          });
      },
      isDueSoon ? soonMs : periodMs,
    );
  };
  const wake = (): void => {
    if (isDueSoon || closed) return;
    isDueSoon = true;
    // While it is telling, what comes after is planned at its end.
    if (timer === null) return;
    clearTimeout(timer);
    plan();
  };

  return {
    start() {
      isDueSoon = true;
      plan();
    },
    wake,
    close: async () => {
      closed = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}
