import { Refusal, type ProposalView } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/store.ts';
import { checkProposal } from './check-proposal.ts';
import type { BaselineParts } from './parts.ts';
import { readStandingPlan } from './plan-content.ts';
import { announceProposal, findProposal, insertProposalDecision, supersedeProposals } from './proposals.ts';
import { publishRevision } from './publish-revision.ts';

/** Approves or rejects a proposed revision; never by who proposed it. @throws Refusal */
export async function decideProposal(
  tx: Tx,
  parts: BaselineParts,
  step: {
    project: string;
    proposal: string;
    decision: 'approved' | 'rejected';
    by: Actor;
    reason: string | null;
    nowMs: number;
    requestId: string;
  },
): Promise<ProposalView> {
  const { project, by, reason, nowMs, requestId, decision } = step;
  const proposal = await findProposal(tx, project, step.proposal);
  if (!proposal) throw new Refusal('approval.not-found');
  if (proposal.state !== 'proposed') {
    throw new Refusal('approval.decided', {
      detail: `the proposal is ${proposal.state}`,
      current: { state: proposal.state },
    });
  }
  if (by.id === proposal.proposed.by.id) {
    throw new Refusal('approval.same-person', { detail: 'who proposed a plan does not decide on it' });
  }
  const said = { by, atMs: nowMs, reason };
  await insertProposalDecision(tx, proposal.id, decision, said);
  if (decision === 'approved') {
    // What was posted since may have measured an item, or ended it.
    checkProposal(await readStandingPlan(tx, parts, project), proposal.content);
    const { content, proposed } = proposal;
    await publishRevision(tx, parts, {
      project,
      content,
      reason: proposal.reason,
      proposed,
      approved: said,
      nowMs,
      requestId,
    });
    const { progress: items } = proposal;
    if (items.length > 0) await parts.postImported(tx, { project, items, proposed, approved: said, nowMs, requestId });
    await supersedeProposals(tx, parts, { project, except: proposal.id, by, nowMs });
  } else {
    await appendAudit(tx, {
      atMs: nowMs,
      actor: by.id,
      action: 'baseline.reject',
      entity: 'proposal',
      entityId: proposal.id,
      requestId,
      detail: { project, reason },
    });
  }
  return announceProposal(tx, parts, { project, id: proposal.id, nowMs });
}
