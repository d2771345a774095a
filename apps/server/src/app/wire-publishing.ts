import type { FiguresView } from '@sitecast/contract';
import type { BaselineParts } from '../features/baselines/index.ts';
import { attachEvidence, listEvidence } from '../features/evidence/index.ts';
import { readFigures, toFiguresView, type InvestorParts } from '../features/investor/index.ts';
import type { Ledger } from '../features/ledger/index.ts';
import { addMilestone, findMilestone, openItem, type MilestoneReaders } from '../features/milestones/index.ts';
import {
  announceNumbers,
  changePublishingRule,
  measurePlan,
  postImported,
  readProgress,
  readPublishingRule,
  readStructure,
  recordScope,
  supersedeWaiting,
  type PublishParts,
} from '../features/progress/index.ts';
import { readProgrammeRollUp, readSummary, type ProjectReaders } from '../features/projects/index.ts';
import { isAccepted } from '../features/sign-offs/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Reader, Store, Tx } from '../platform/store.ts';
import { readPostProvenance } from './post-provenance.ts';

/** Joins what becomes public, a post or a plan, to all that goes with it: photos, milestones, figures and the ledger. */
export function wirePublishing(
  base: { store: Store; clock: Clock; ids: Ids; readPostProvenance: typeof readPostProvenance },
  parts: { ledger: Ledger; investor: InvestorParts; milestones: MilestoneReaders; readers: ProjectReaders },
) {
  const { investor, milestones, readers } = parts;
  const { sealEntry, sealRevision } = parts.ledger;
  const readCurrentFigures = async (db: Reader, project: string): Promise<FiguresView> => {
    const read = await readFigures(db, investor, project, null);
    if (!read) throw new Error('figures were asked of a project that is not there');
    return toFiguresView(read.figures);
  };
  const announceReaders = {
    readFigures: readCurrentFigures,
    readMilestone: async (tx: Tx, project: string, code: string) => {
      const milestone = await findMilestone(tx, milestones, project, code);
      if (!milestone) throw new Error('a post is on a milestone that is not there');
      return milestone;
    },
    readSummary: (tx: Tx, project: string) => readSummary(tx, readers, project),
    readProgrammeRollUp: (tx: Tx, project: string) => readProgrammeRollUp(tx, readers, project),
  };
  const publishing: PublishParts = {
    ...announceReaders,
    readEvidence: listEvidence,
    isAccepted,
    sealEntry,
    attachEvidence,
    addMilestone: async (tx, submission, { posted, verified, approved }, nowMs) => {
      const { id, project, title, milestoneKind, actual, dataDate, note, evidence } = submission;
      if (title === null) throw new Error('a milestone is added without a title');
      return addMilestone(tx, {
        project,
        entryId: id,
        title,
        kind: milestoneKind,
        actual: actual ?? dataDate,
        note,
        evidence,
        posted,
        verified,
        approved,
        nowMs,
        provenance: await readPostProvenance(tx, dataDate),
      });
    },
  };
  const baselines: BaselineParts = {
    ...base,
    measurePlan,
    readProgress,
    readStructure,
    readPublishingRule,
    changePublishingRule,
    postImported: (tx, post) => postImported(tx, { ...publishing, createId: base.ids.createId }, post),
    recordScope: (tx, change) => recordScope(tx, sealEntry, change),
    sealRevision,
    openItem,
    listMilestones: readers.listMilestones,
    supersedeDrafts: (tx, change) => supersedeWaiting(tx, publishing, { ...change, except: null }),
    announceNumbers: (tx, about) => announceNumbers(tx, announceReaders, about),
  };
  return { publishing, baselines, readCurrentFigures };
}
