import type { Call, HandlersOf } from '../../platform/call.ts';
import { toActor } from '../../platform/actor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import { decideEntry, type EntryStep } from './decide-entry.ts';
import { countMeasurement } from './count-measurement.ts';
import { conflictRefusal, itemRefusal } from './item-refusals.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan } from './plan.ts';
import { checkDataDate, checkDirection, checkJudgement, checkMeasurement } from './post-rules.ts';
import type { PublishParts } from './publish-entry.ts';
import { readEntries } from './read-entries.ts';
import { readProgress } from './read-progress.ts';
import { submitEntry } from './submit-entry.ts';

/** What this feature needs from outside. */
export interface ProgressParts extends PublishParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Refuses evidence that is not of this project. */
  checkEvidence(tx: Tx, project: string, ids: readonly string[]): Promise<void>;
}

type ProgressRouteId =
  'progress.read' | 'progress.post' | 'entries.list' | 'entry.verify' | 'entry.approve' | 'entry.reject';

export function createProgressHandlers(parts: ProgressParts): HandlersOf<ProgressRouteId> {
  const { store, clock, ids } = parts;

  const decide = (
    call: Pick<Call<'entry.verify'>, 'params' | 'caller' | 'requestId' | 'write'>,
    decision: EntryStep['decision'],
    reason: string | null,
  ) =>
    call.write(async (tx) => {
      const { project, entry } = call.params;
      const by = toActor(call.caller);
      const { requestId } = call;
      return decideEntry(tx, parts, { project, entry, decision, by, reason, nowMs: clock.now(), requestId });
    });

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
        if (!plan || !item) throw itemRefusal('item');
        if (item.version !== post.expectedVersion) {
          throw conflictRefusal(await parts.readMilestone(tx, project, item.code));
        }
        const isCorrection = post.correction !== null;
        const measurement = countMeasurement(plan, item, post.measurement, post.dataDate);
        checkMeasurement(item, measurement, isCorrection);
        checkDataDate({ dataDate: post.dataDate, latest: await readLatestDataDate(tx, project), zone, nowMs });
        checkDirection(item, measurement, isCorrection);
        checkJudgement(measurement, post.evidence);
        await parts.checkEvidence(tx, project, post.evidence);
        const { dataDate, correction, note, evidence } = post;
        const said = { dataDate, measurement, correction, note, evidence, actual: null, title: null };
        const about = { project, kind: 'progress', item: item.code, milestoneKind: item.kind } as const;
        const submission = {
          id: ids.createId(),
          ...about,
          ...said,
          version: item.version,
          before: item.measurement,
        };
        return submitEntry(tx, parts, { submission, by: toActor(call.caller), nowMs, requestId: call.requestId });
      });
    },

    'entries.list': async (call) => {
      await readZone(store.db, call.params.project);
      return { items: await readEntries(store.db, parts, call.params.project) };
    },
    'entry.verify': (call) => decide(call, 'verify', call.body.note),
    'entry.approve': (call) => decide(call, 'approve', call.body.note),
    'entry.reject': (call) => decide(call, 'reject', call.body.reason),
  };
}
