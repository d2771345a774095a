import type { Call, HandlersOf } from '../../platform/call.ts';
import { toActor } from '../../platform/actor.ts';
import { decideProposal } from './decide-proposal.ts';
import type { BaselineParts } from './parts.ts';
import { proposePlan } from './propose-plan.ts';
import { readPlanView } from './read-plan-view.ts';

export function createBaselineHandlers(
  parts: BaselineParts,
): HandlersOf<'plan.read' | 'baseline.propose' | 'baseline.approve' | 'baseline.reject' | 'rule.change'> {
  const { store, clock } = parts;

  const decide = (
    call: Pick<Call<'baseline.approve'>, 'params' | 'caller' | 'requestId' | 'write'>,
    decision: 'approved' | 'rejected',
    reason: string | null,
  ) =>
    call.write((tx) => {
      const { project, proposal } = call.params;
      const by = toActor(call.caller);
      const { requestId } = call;
      return decideProposal(tx, parts, { project, proposal, decision, by, reason, nowMs: clock.now(), requestId });
    });

  return {
    'plan.read': (call) => readPlanView(store.db, parts, call.params.project),

    'baseline.propose': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        await readPlanView(tx, parts, project);
        const by = toActor(call.caller);
        return proposePlan(tx, parts, { ...call.body, project, by, nowMs: clock.now(), requestId: call.requestId });
      }),

    'baseline.approve': (call) => decide(call, 'approved', call.body.note),
    'baseline.reject': (call) => decide(call, 'rejected', call.body.reason),

    'rule.change': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        const { publishingRule: rule, reason } = call.body;
        await readPlanView(tx, parts, project);
        const nowMs = clock.now();
        const by = toActor(call.caller);
        await parts.changePublishingRule(tx, { project, rule, reason, by, nowMs, requestId: call.requestId });
        await parts.announceNumbers(tx, { project, atMs: nowMs });
        return readPlanView(tx, parts, project);
      }),
  };
}
