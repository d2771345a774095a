import type { Pin } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { tellRules } from './footage-rules.ts';
import { listPins } from './moment.ts';
import type { FootageParts } from './parts.ts';
import type { FootagePinTable } from './tables.ts';

export interface PinKeeper {
  start(): void;
  /** Looks soon: a milestone or a camera changed. */
  wake(): void;
  close(): Promise<void>;
}

/** A recorder that was away is told when it is back. */
const periodMs = 60_000;
const soonMs = 200;

/**
 * Has the recorder keep the moments of reached milestones and of published photos on all cameras of their project, whatever
 * its rules, and tells it those rules. What was pinned stands in `footage_pin`; what differs is told again until it answers.
 */
export function createPinKeeper(parts: FootageParts): PinKeeper {
  const { store, clock, log } = parts;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let isClosed = false;

  const pinProject = async (project: { code: string; zone: string }): Promise<void> => {
    const cameras = await parts.listCameras(store.db, project.code);
    if (cameras.length === 0) return;
    for (const { id } of cameras) await tellRules(parts, id);
    const milestones = await parts.listMilestones(store.db, project.code);
    const told = await store.db.selectFrom('footage_pin').selectAll().where('project', '=', project.code).execute();
    for (const milestone of milestones) {
      for (const pin of listPins(milestone, project.zone)) {
        for (const { id } of cameras) {
          if (!told.some((one) => one.camera === id && one.ref === pin.ref && one.from_at === pin.from))
            await keep(project.code, id, pin);
        }
      }
    }
  };

  const keep = async (project: string, camera: string, pin: Pin): Promise<void> => {
    await parts.archive.putPin(camera, pin);
    const pinned: FootagePinTable = {
      ...{ camera, project, ref: pin.ref, from_at: pin.from, to_at: pin.to },
      told_at: toInstant(clock.now()),
    };
    await store.write(async (tx) => {
      await tx
        .insertInto('footage_pin')
        .values(pinned)
        .onConflict((oc) => oc.columns(['camera', 'ref']).doUpdateSet(pinned))
        .execute();
    });
  };

  const work = async (): Promise<void> => {
    for (const project of await parts.listProjects(store.db)) {
      if (isClosed) return;
      await pinProject(project).catch((err: unknown) =>
        log.warn({ err, project: project.code }, 'moments are pinned later'),
      );
    }
  };

  const plan = (waitMs: number): void => {
    if (timer) clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => {
      working = working
        .then(work)
        .catch((err: unknown) => log.error({ err }, 'moments could not be pinned'))
        .then(() => plan(periodMs));
    }, waitMs);
  };

  return {
    start: () => plan(soonMs),
    wake: () => plan(soonMs),
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}
