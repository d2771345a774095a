import type { TimeLapseList, TimeLapseSettings } from '@sitecast/contract';
import type { Caller } from '../../platform/caller.ts';
import type { Log } from '../../platform/log.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** What this feature needs of the recorder's control door. Each call throws a Refusal: its own, or `recorder.unreachable`. */
export interface TimeLapseControl {
  tellTimeLapse(camera: string, settings: TimeLapseSettings): Promise<TimeLapseList>;
  askTimeLapse(camera: string, period: string): Promise<TimeLapseList>;
}

export interface TimeLapseParts {
  readonly store: Store;
  readonly log: Log;
  readonly recorder: TimeLapseControl;
  /** The days on which a project's site rests: left out of all but a single day's film. */
  readonly readRest: (db: Reader, project: string) => Promise<TimeLapseSettings['rest']>;
  /** Whether the caller may see anything of the camera. */
  readonly isVisible: (db: Reader, camera: string, caller: Caller) => Promise<boolean>;
}
