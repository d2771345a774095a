import { findMilestone, listMilestones, type MilestoneReaders } from '../features/milestones/index.ts';
import { publishEntry, takeBackReached, type PublishParts } from '../features/progress/index.ts';
import type { SignOffParts } from '../features/sign-offs/index.ts';
import { appendEvent } from '../platform/event-log/append-event.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Store, Tx } from '../platform/store.ts';

/** Joins the signatures of an acceptance act to the milestone that they reach. */
export function wireSignOffs(
  base: { store: Store; clock: Clock; ids: Ids },
  parts: {
    publishing: PublishParts;
    milestones: MilestoneReaders;
    sealSignOff: (tx: Tx, project: string, id: string) => Promise<void>;
  },
): SignOffParts {
  const { publishing, milestones, sealSignOff } = parts;
  const readMilestone = async (tx: Tx, project: string, item: string) => {
    const milestone = await findMilestone(tx, milestones, project, item);
    if (!milestone) throw new Error('an act is of a milestone that is not there');
    return milestone;
  };
  return {
    ...base,
    sealSignOff,
    listItems: (db, project) => listMilestones(db, milestones, project),
    reach: async (tx, { project, item, actual, approval, nowMs, requestId }) => {
      const now = await readMilestone(tx, project, item);
      const submission = {
        id: base.ids.createId(),
        project,
        kind: 'reached',
        item,
        title: null,
        milestoneKind: now.kind,
        version: now.version,
        dataDate: actual,
        measurement: null,
        before: null,
        correction: null,
        actual,
        note: now.note,
        evidence: now.evidence.map((photo) => photo.id),
      } as const;
      await publishEntry(tx, publishing, { submission, approval, nowMs, requestId });
    },
    takeBack: (tx, move) => takeBackReached(tx, publishing, { ...move, id: base.ids.createId() }),
    announceItem: async (tx, { project, item, nowMs: atMs }) => {
      const milestone = await readMilestone(tx, project, item);
      await appendEvent(tx, { project, atMs, audience: 'public', type: 'milestone:posted', payload: { milestone } });
    },
  };
}
