import { Refusal, type MilestoneView } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { announcePost, type AnnounceReaders } from './announce-post.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan } from './plan.ts';
import { checkDataDate, checkDirection, checkMeasurement } from './post-rules.ts';
import { readProgress } from './read-progress.ts';
import { recordEntry, type SealEntry } from './record-entry.ts';

/** What this feature needs from outside. */
export interface ProgressParts extends AnnounceReaders {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Refuses evidence that is not of this project. */
  checkEvidence(tx: Tx, project: string, ids: readonly string[]): Promise<void>;
  readonly sealEntry: SealEntry;
}

export function createProgressHandlers(parts: ProgressParts): HandlersOf<'progress.read' | 'progress.post'> {
  const { store, clock, ids } = parts;
  return {
    'progress.read': async (call) => {
      await readZone(store.db, call.params.project);
      return readProgress(store.db, call.params.project);
    },

    'progress.post': (call) => {
      const { project } = call.params;
      const post = call.body;
      return call.write(async (tx) => {
        const nowMs = clock.now();
        const zone = await readZone(tx, project);
        const plan = await readPlan(tx, project);
        const item = plan?.items.find((one) => one.code === post.item);
        if (!item) throw itemRefusal('item');
        if (item.version !== post.expectedVersion) {
          throw conflictRefusal(await parts.readMilestone(tx, project, item.code));
        }
        const isCorrection = post.correction !== null;
        checkMeasurement(item, post.measurement, isCorrection);
        checkDataDate({ dataDate: post.dataDate, latest: await readLatestDataDate(tx, project), zone, nowMs });
        checkDirection(item, post.measurement, isCorrection);
        await parts.checkEvidence(tx, project, post.evidence);
        const actor = call.caller.principal?.id ?? 'visitor';
        const postedAs = call.caller.principal?.role ?? 'public';
        const { dataDate, measurement, correction, note, evidence } = post;
        const id = ids.createId();
        const entry = { id, project, item, dataDate, measurement, correction, note, evidence, nowMs };
        await recordEntry(tx, parts.sealEntry, { ...entry, actual: null, postedBy: actor, postedAs });
        await appendAudit(tx, {
          atMs: nowMs,
          actor,
          action: correction ? 'progress.correct' : 'progress.post',
          entity: 'item',
          entityId: `${project}/${item.code}`,
          requestId: call.requestId,
          detail: { entry: id, dataDate, before: item.measurement, after: measurement, correction },
        });
        return announcePost(tx, parts, { project, item: item.code, atMs: nowMs });
      });
    },
  };
}

/** The zone of a project's days; refuses a project that is not there. */
export async function readZone(db: Store['db'], project: string): Promise<string> {
  const row = await db.selectFrom('project').select('zone').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
  return row.zone;
}

export function itemRefusal(field: string): Refusal {
  return new Refusal('milestone.not-found', { fields: [{ field, message: 'is no item of this project' }] });
}

/** Somebody was faster (IDEM5): says what stands there now. */
export function conflictRefusal(current: MilestoneView): Refusal {
  return new Refusal('progress.conflict', {
    fields: [{ field: 'expectedVersion', message: 'is not the version that stands there now' }],
    current,
  });
}
