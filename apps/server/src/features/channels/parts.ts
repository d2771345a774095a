import type { RecorderRestream, RestreamChange, RestreamConfig } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** What this feature needs of the recorder's control door. Each call throws a Refusal: its own, or `recorder.unreachable`. */
export interface RestreamControl {
  listRestreams(): Promise<RecorderRestream[]>;
  putRestream(id: string, config: RestreamConfig): Promise<RecorderRestream>;
  changeRestream(id: string, change: RestreamChange): Promise<RecorderRestream>;
  removeRestream(id: string): Promise<void>;
}

export interface ChannelParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly recorder: RestreamControl;
  /** The project of a camera; null: no such camera. */
  readonly projectOf: (db: Reader, camera: string) => Promise<string | null>;
}
