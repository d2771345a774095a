import type { LocalText, MilestoneView, PageReader, Provenance } from '@sitecast/contract';
import { Refusal } from '@sitecast/contract';
import { createArchiveClient } from '../adapters/recorder/archive-client.ts';
import { findCamera, isShown, listCameraRows, type CameraStates } from '../features/cameras/index.ts';
import {
  createFootageHandlers,
  createPinKeeper,
  readCoverage,
  readDay,
  readMoment,
  readMonth,
  type FilmedCamera,
  type FootageParts,
} from '../features/footage/index.ts';
import { isAllowed, type Caller } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventTail } from '../platform/event-log/event-tail.ts';
import type { Log } from '../platform/log.ts';
import type { Reader, Store } from '../platform/store.ts';

type FootageReader = Pick<PageReader, 'archiveMonth' | 'archiveDay' | 'coverage' | 'mayPlayAll' | 'moment'>;
type CameraRow = NonNullable<Awaited<ReturnType<typeof findCamera>>>;

/** Builds what answers for the past of the cameras, and hands it what it needs of them and of the milestones. */
export function wireFootage(parts: {
  store: Store;
  clock: Clock;
  log: Log;
  states: CameraStates;
  tail: EventTail;
  recorderUrl: string;
  recorderToken: string;
  listMilestones: (db: Reader, project: string) => Promise<MilestoneView[]>;
}) {
  const { store, clock, log, states, tail } = parts;
  const footage: FootageParts = {
    store,
    clock,
    log,
    archive: createArchiveClient(parts.recorderUrl, parts.recorderToken),
    findCamera: async (db, id) => {
      const row = await findCamera(db, id);
      return row && toFilmed(row);
    },
    listCameras: async (db, project) => (await listCameraRows(db, project)).map(toFilmed),
    listProjects: async (db) => {
      const rows = await db.selectFrom('project').select(['code', 'name', 'zone']).execute();
      return rows.map(({ code, name, zone }) => ({ code, zone, title: JSON.parse(name) as LocalText }));
    },
    rulesThere: (camera) => states.get(camera)?.archive ?? null,
    listMilestones: parts.listMilestones,
  };
  const keeper = createPinKeeper(footage);
  let stopListening: (() => void) | null = null;

  /** A page is rendered without what its recorder does not say. */
  const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  };

  return {
    handlers: createFootageHandlers(footage),
    readerFor: (caller: Caller): FootageReader => ({
      archiveMonth: (camera, month) => orNull(readMonth(footage, camera, month, caller)),
      archiveDay: (camera, day) => orNull(readDay(footage, camera, day, caller)),
      coverage: (camera, from, to) => orNull(readCoverage(footage, camera, { from, to }, caller)),
      mayPlayAll: (project) => isAllowed(caller, 'footage.read', project),
      moment: (project, milestone) => orNull(readMoment(footage, project, milestone)),
    }),
    start(): void {
      stopListening = tail.onBatch((entries) => {
        if (entries.some(({ type }) => type === 'milestone:posted' || type === 'camera:managed')) keeper.wake();
      });
      keeper.start();
    },
    async close(): Promise<void> {
      stopListening?.();
      await keeper.close();
    },
  };
}

function toFilmed(row: CameraRow): FilmedCamera {
  return {
    id: row.id,
    project: row.project,
    name: JSON.parse(row.name) as LocalText,
    isShown: isShown(row),
    isSample: (JSON.parse(row.provenance) as Provenance).kind === 'sample',
  };
}
