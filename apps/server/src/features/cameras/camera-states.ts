import type { CameraHealth, RecorderCameraView } from '@sitecast/contract';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { toPlannedHealth } from './planned-state.ts';
import type { CameraTable } from './tables.ts';

/** Without a beat for this long, no state is known (CTRL3). */
export const beatTimeoutMs = 5_000;

/** What the recorder last said of each camera, in memory: after a start nothing is known until it speaks. */
export interface CameraStates {
  get(id: string): RecorderCameraView | null;
  healthOf(id: string): CameraHealth;
  /** What was measured, with what was planned laid over it. */
  plannedHealthOf(row: CameraTable): CameraHealth;
  apply(view: RecorderCameraView): void;
  replaceAll(views: readonly RecorderCameraView[]): void;
  remove(id: string): void;
  /** The recorder is there; camera by camera, when its last frame came. */
  beat(lastFrames: Readonly<Record<string, string>>): void;
  /** Milliseconds since the last beat; null before the first. */
  silentMs(): number | null;
  /** Notes that the recorder is silent; true where that is news. */
  loseBeat(): boolean;
}

export function createCameraStates(clock: Clock): CameraStates {
  const views = new Map<string, RecorderCameraView>();
  let beatAtMs: number | null = null;
  let unknownSinceMs: number | null = clock.now();
  const noteHeard = (): void => {
    beatAtMs = clock.now();
    unknownSinceMs = null;
  };
  const healthOf = (id: string): CameraHealth => {
    const view = views.get(id);
    if (view && unknownSinceMs === null) return view.health;
    const sinceMs = unknownSinceMs ?? beatAtMs ?? clock.now();
    return { state: 'unknown', since: toInstant(sinceMs), lastFrameAt: view?.health.lastFrameAt ?? null };
  };
  return {
    get: (id) => views.get(id) ?? null,
    healthOf,
    plannedHealthOf: (row) => toPlannedHealth(row, healthOf(row.id), clock.now()),
    apply: (view) => {
      views.set(view.id, view);
      noteHeard();
    },
    replaceAll: (all) => {
      views.clear();
      for (const view of all) views.set(view.id, view);
      noteHeard();
    },
    remove: (id) => views.delete(id),
    beat: (lastFrames) => {
      // Nobody is told of it: whoever asks, or hears of a change, gets it with that.
      for (const [id, lastFrameAt] of Object.entries(lastFrames)) {
        const view = views.get(id);
        if (view) views.set(id, { ...view, health: { ...view.health, lastFrameAt } });
      }
      noteHeard();
    },
    silentMs: () => (beatAtMs === null ? null : clock.now() - beatAtMs),
    loseBeat: () => {
      if (unknownSinceMs !== null) return false;
      unknownSinceMs = clock.now();
      return true;
    },
  };
}
