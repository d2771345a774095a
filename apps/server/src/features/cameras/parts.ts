import type { CurtainScope, Provenance, TaughtPreset } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Reader, Store, Tx } from '../../platform/store.ts';
import type { CameraStates } from './camera-states.ts';
import type { RecorderControl } from './recorder-control.ts';
import type { CameraTable } from './tables.ts';

/** What this feature needs from outside. */
export interface CameraParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly states: CameraStates;
  readonly recorder: RecorderControl;
  readonly projectExists: (db: Reader, project: string) => Promise<boolean>;
  /** Fact with its source or sample (rule 7), for what is added on that day. */
  readonly readPostProvenance: (tx: Tx, day: string) => Promise<Provenance>;
  /** The mask of a camera that is not there yet, with what it lets be public; null: none was reviewed. */
  readonly findMask: (db: Reader, id: string) => Promise<{ version: number; polygons: string; spans: string } | null>;
  readonly findProposedMask: (db: Reader, id: string) => Promise<number | null>;
  /** The mask that was approved for what a camera shows at a preset. */
  readonly findPresetMask: (
    db: Reader | Tx,
    camera: string,
    preset: TaughtPreset,
  ) => Promise<{ version: number; polygons: string } | null>;
  readonly keepPresetMask: (tx: Tx, camera: string, preset: TaughtPreset, version: number) => Promise<void>;
  readonly forgetPresetMasks: (tx: Tx, camera: string) => Promise<void>;
  readonly supersedeProposal: (tx: Tx, camera: string) => Promise<void>;
  /** The closed curtain that hides a camera. */
  readonly findCurtain: (
    db: Reader,
    project: string,
    id: string,
  ) => Promise<{ id: string; scope: CurtainScope; at: string } | null>;
  /** Tells the recorder what a row wants of it; where it cannot, the next snapshot does (see CameraFollower). */
  readonly pushToRecorder: (row: CameraTable) => Promise<void>;
}
