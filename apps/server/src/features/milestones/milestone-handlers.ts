import {
  Refusal,
  type EntryView,
  type LocalText,
  type MilestoneKind,
  type MilestoneView,
  type ProgressView,
} from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { toActor, type Actor } from '../../platform/actor.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import { findMilestone, listMilestones, type MilestoneReaders } from './read-milestones.ts';

/** A checked post of a milestone, on its way into the progress of its project. */
export interface MilestonePost {
  id: string;
  project: string;
  kind: 'reached' | 'added';
  /** null: a milestone no plan foresaw. */
  item: string | null;
  title: LocalText | null;
  milestoneKind: MilestoneKind;
  version: number;
  actual: string;
  note: string | null;
  evidence: readonly string[];
}

/** What this feature needs from outside. */
export interface MilestoneParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly readers: MilestoneReaders;
  checkEvidence(tx: Tx, project: string, ids: readonly string[]): Promise<void>;
  /** Publishes it, or keeps it for those who must look at it first: as the project's rule says. */
  submit(
    tx: Tx,
    post: { milestone: MilestonePost; by: Actor; nowMs: number; requestId: string },
  ): Promise<{ progress: ProgressView; milestone: MilestoneView | null; waiting: EntryView | null }>;
}

export function createMilestoneHandlers(parts: MilestoneParts): HandlersOf<'milestones.list' | 'milestone.post'> {
  const { store, clock, ids } = parts;

  const check = async (tx: Tx, call: Call<'milestone.post'>, zone: string, nowMs: number): Promise<MilestonePost> => {
    const { project } = call.params;
    const post = call.body;
    checkActual(post.actual, zone, nowMs);
    await parts.checkEvidence(tx, project, post.evidence);
    const { actual, note, evidence } = post;
    const common = { id: ids.createId(), project, actual, note, evidence };
    if (!('code' in post)) {
      return { ...common, kind: 'added', item: null, title: post.title, milestoneKind: post.kind, version: 0 };
    }
    const current = await findMilestone(tx, parts.readers, project, post.code);
    if (!current) {
      throw new Refusal('milestone.not-found', {
        fields: [{ field: 'code', message: 'is no milestone of this project' }],
      });
    }
    if (current.state === 'done' || current.state === 'cancelled') {
      throw new Refusal('milestone.done', { detail: `the milestone is ${current.state}`, current });
    }
    const { version } = current;
    if (version !== post.expectedVersion) {
      const fields = [{ field: 'expectedVersion', message: 'is not the version that stands there now' }];
      throw new Refusal('progress.conflict', { fields, current });
    }
    return { ...common, kind: 'reached', item: post.code, title: null, milestoneKind: current.kind, version };
  };

  return {
    'milestones.list': async (call) => {
      await readZone(store.db, call.params.project);
      return { items: await listMilestones(store.db, parts.readers, call.params.project) };
    },

    'milestone.post': (call) =>
      call.write(async (tx) => {
        const nowMs = clock.now();
        const { project } = call.params;
        const milestone = await check(tx, call, await readZone(tx, project), nowMs);
        return parts.submit(tx, { milestone, by: toActor(call.caller), nowMs, requestId: call.requestId });
      }),
  };
}

/** What happens tomorrow was not reached today, today being the site's (invariant 7). */
function checkActual(actual: string, zone: string, nowMs: number): void {
  if (actual <= toLocalDate(toInstant(nowMs), zone)) return;
  throw new Refusal('progress.future', { fields: [{ field: 'actual', message: 'lies after today at the site' }] });
}
