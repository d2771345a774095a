import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';
import type { ListPeopleWhoMay } from './second-person.ts';

/** A camera as far as its privacy goes. */
export interface PrivateCamera {
  id: string;
  project: string;
  mask_version: number | null;
  mask: string | null;
  mask_proposed: number | null;
  spans: string;
  curtain: string | null;
  curtain_scope: string | null;
  curtain_at: string | null;
  /** JSON TaughtPreset: the one it stands at; null: not known. */
  preset: string | null;
}

export type PrivacyChange = Partial<Omit<PrivateCamera, 'id' | 'project' | 'preset'>>;

/** What this feature needs from outside. `Row` is a camera as the cameras' feature knows it. */
export interface PrivacyParts<Row extends PrivateCamera = PrivateCamera> {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly findCamera: (db: Store['db'] | Tx, id: string) => Promise<Row | null>;
  /** Cameras of a project; null: of all. */
  readonly listCameras: (db: Store['db'] | Tx, project: string | null) => Promise<Row[]>;
  /** Changes the row and tells every page of it; answers the row as it is now. */
  readonly changeCamera: (tx: Tx, id: string, change: PrivacyChange) => Promise<Row | null>;
  /** Tells the recorder; where it cannot, the next snapshot does. */
  readonly pushToRecorder: (row: Row) => Promise<void>;
  readonly listPeopleWhoMay: ListPeopleWhoMay;
  /** Whether a camera is being turned: what it shows now it will not show in a moment. */
  readonly isTurning: (id: string) => boolean;
  readonly projectExists: (db: Store['db'], project: string) => Promise<boolean>;
  readonly programmeCode: () => Promise<string>;
}
