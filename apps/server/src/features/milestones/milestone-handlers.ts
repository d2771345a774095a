import { Refusal, type MilestoneView, type ProgressView, type Provenance } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Reader, Store, Tx } from '../../platform/store.ts';
import { addMilestone } from './add-milestone.ts';
import { findMilestone, listMilestones, type EvidenceReader } from './read-milestones.ts';

/** A reached milestone on its way into the progress of its project. */
export interface ReachedMilestone {
  id: string;
  project: string;
  code: string;
  actual: string;
  note: string | null;
  evidence: readonly string[];
  postedBy: string;
  postedAs: string;
  nowMs: number;
}

/** What this feature needs from outside. */
export interface MilestoneParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly readEvidence: EvidenceReader;
  checkEvidence(tx: Tx, project: string, ids: readonly string[]): Promise<void>;
  /** Whether a post of that day is a fact or a sample (rule 7). */
  readPostProvenance(tx: Tx, day: string): Promise<Provenance>;
  /** Appends a written entry to the ledger of its project, in the transaction that wrote it. */
  sealEntry(tx: Tx, project: string, entry: string): Promise<void>;
  /** Writes 100 % of the item by its own method, and seals it. */
  recordReached(tx: Tx, post: ReachedMilestone): Promise<void>;
  announce(
    tx: Tx,
    post: { project: string; item: string; atMs: number },
  ): Promise<{ progress: ProgressView; milestone: MilestoneView }>;
}

export function createMilestoneHandlers(parts: MilestoneParts): HandlersOf<'milestones.list' | 'milestone.post'> {
  const { store, clock, ids } = parts;

  const write = async (tx: Tx, call: Call<'milestone.post'>, zone: string, nowMs: number): Promise<string> => {
    const { project } = call.params;
    const post = call.body;
    const postedBy = call.caller.principal?.id ?? 'visitor';
    const postedAs = call.caller.principal?.role ?? 'public';
    checkActual(post.actual, zone, nowMs);
    await parts.checkEvidence(tx, project, post.evidence);
    const { actual, note, evidence } = post;
    const common = { project, actual, note, evidence, postedBy, postedAs, nowMs };
    if (!('code' in post)) {
      const provenance = await parts.readPostProvenance(tx, actual);
      const entryId = ids.createId();
      const code = await addMilestone(tx, { ...common, title: post.title, kind: post.kind, entryId, provenance });
      await parts.sealEntry(tx, project, entryId);
      return code;
    }
    const current = await findMilestone(tx, parts.readEvidence, project, post.code);
    if (!current) {
      throw new Refusal('milestone.not-found', {
        fields: [{ field: 'code', message: 'is no milestone of this project' }],
      });
    }
    if (current.state === 'done' || current.state === 'cancelled') {
      throw new Refusal('milestone.done', { detail: `the milestone is ${current.state}`, current });
    }
    if (current.version !== post.expectedVersion) {
      const fields = [{ field: 'expectedVersion', message: 'is not the version that stands there now' }];
      throw new Refusal('progress.conflict', { fields, current });
    }
    await parts.recordReached(tx, { ...common, code: post.code, id: ids.createId() });
    return post.code;
  };

  return {
    'milestones.list': async (call) => {
      await readZone(store.db, call.params.project);
      return { items: await listMilestones(store.db, parts.readEvidence, call.params.project) };
    },

    'milestone.post': (call) =>
      call.write(async (tx) => {
        const nowMs = clock.now();
        const { project } = call.params;
        const code = await write(tx, call, await readZone(tx, project), nowMs);
        await appendAudit(tx, {
          atMs: nowMs,
          actor: call.caller.principal?.id ?? 'visitor',
          action: 'code' in call.body ? 'milestone.reach' : 'milestone.add',
          entity: 'item',
          entityId: `${project}/${code}`,
          requestId: call.requestId,
          detail: { actual: call.body.actual, evidence: call.body.evidence },
        });
        return parts.announce(tx, { project, item: code, atMs: nowMs });
      }),
  };
}

async function readZone(db: Reader, project: string): Promise<string> {
  const row = await db.selectFrom('project').select('zone').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
  return row.zone;
}

/** What happens tomorrow was not reached today, today being the site's (invariant 7). */
function checkActual(actual: string, zone: string, nowMs: number): void {
  if (actual <= toLocalDate(toInstant(nowMs), zone)) return;
  throw new Refusal('progress.future', { fields: [{ field: 'actual', message: 'lies after today at the site' }] });
}
