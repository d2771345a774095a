import type { ControlClient } from '../adapters/recorder/control-client.ts';
import type { EventStream } from '../adapters/recorder/event-stream.ts';
import {
  changePrivacy,
  createCameraFollower,
  createCameraHandlers,
  createCameraMoves,
  findCamera,
  listCameraRows,
  pushRow,
  type CameraStates,
  type PrivacyColumns,
} from '../features/cameras/index.ts';
import { createRestreamHandlers } from '../features/channels/index.ts';
import { listPeopleWhoMay } from '../features/people/index.ts';
import {
  createCurtainHandlers,
  createMaskHandlers,
  findCoveringCurtain,
  findPresetMask,
  findProposedMask,
  findReviewedMask,
  forgetPresetMasks,
  keepPresetMask,
  supersedeProposal,
} from '../features/privacy/index.ts';
import { createSettingsTeller, createTimeLapseHandlers } from '../features/time-lapse/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventTail } from '../platform/event-log/event-tail.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Reader, Store, Tx } from '../platform/store.ts';
import { readPostProvenance } from './post-provenance.ts';
import { findVisibility } from './read-access.ts';
import { readRest } from './read-rest.ts';

/** Builds what manages cameras, their masks, curtains, films and channels, and hands each what it needs of the others. */
export function wireCameras(parts: {
  store: Store;
  clock: Clock;
  ids: Ids;
  log: Log;
  states: CameraStates;
  recorder: ControlClient;
  /** What the recorder tells by itself. */
  events: EventStream;
  tail: EventTail;
  projectExists: (db: Reader, code: string) => Promise<boolean>;
  programmeCode: () => Promise<string>;
}) {
  const { store, clock, ids, log, states, recorder, projectExists } = parts;
  const cameras = {
    store,
    clock,
    log,
    states,
    recorder,
    projectExists,
    readPostProvenance,
    pushToRecorder: (row: Parameters<typeof pushRow>[1]) => pushRow({ states, log, recorder }, row),
    findMask: findReviewedMask,
    findProposedMask,
    findCurtain: findCoveringCurtain,
    findPresetMask,
    keepPresetMask,
    forgetPresetMasks,
    supersedeProposal,
  };
  const moves = createCameraMoves(cameras);
  const privacy = {
    store,
    clock,
    ids,
    findCamera,
    listCameras: listCameraRows,
    changeCamera: (tx: Tx, id: string, change: Partial<PrivacyColumns>) =>
      changePrivacy(tx, { states, clock }, id, change),
    pushToRecorder: cameras.pushToRecorder,
    listPeopleWhoMay,
    isTurning: (id: string) => moves.isTurning(id),
    projectExists,
    programmeCode: parts.programmeCode,
  };
  const timeLapses = {
    store,
    log,
    recorder,
    readRest: (db: Reader, project: string) => readRest(db, clock, project),
    isVisible: async (db: Reader, camera: string, caller: Caller) =>
      (await findVisibility(db, camera, caller)) !== null,
  };
  const channels = {
    store,
    clock,
    log,
    recorder,
    projectOf: async (db: Reader, camera: string) => (await findCamera(db, camera))?.project ?? null,
  };
  const teller = createSettingsTeller(timeLapses);
  const follower = createCameraFollower({ ...cameras, stream: parts.events });
  let stopListening: (() => void) | null = null;

  return {
    handlers: {
      ...createCameraHandlers(cameras),
      ...moves.handlers,
      ...createMaskHandlers(privacy),
      ...createCurtainHandlers(privacy),
      ...createTimeLapseHandlers(timeLapses),
      ...createRestreamHandlers(channels),
    },
    /** Follows the recorder and tells it what it is to know. */
    start(): void {
      follower.start();
      teller.start();
      stopListening = parts.tail.onBatch((entries) => {
        if (entries.some(({ type }) => type === 'milestone:posted' || type === 'camera:managed')) teller.wake();
      });
    },
    async close(): Promise<void> {
      stopListening?.();
      await follower.close();
      await teller.close();
    },
  };
}
