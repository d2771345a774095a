import { Refusal, weightBases, type PlanView, type WeightBasis } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';
import type { BaselineParts } from './parts.ts';
import { readStandingPlan, toPlanItem } from './plan-content.ts';
import { listProposals, toProposalView } from './proposals.ts';

const proposalsShown = 20;
const toBasis = (said: string): WeightBasis => weightBases.find((basis) => basis === said) ?? 'agreed';

/** The plan in force and what is proposed, for the people of the project. @throws Refusal where there is no project */
export async function readPlanView(db: Reader, parts: BaselineParts, project: string): Promise<PlanView> {
  const row = await db.selectFrom('project').select('weight_basis').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
  const standing = await readStandingPlan(db, parts, project);
  const progress = await parts.readProgress(db, project);
  const proposals = await listProposals(db, project, proposalsShown);
  return {
    project,
    publishingRule: await parts.readPublishingRule(db, project),
    revision: standing.revision,
    dataDate: progress.dataDate,
    percentBp: progress.percentBp,
    items: standing.items.map(toPlanItem),
    phases: standing.phases,
    calendar: standing.calendar,
    weightBasis: standing.weightBasis ?? toBasis(row.weight_basis),
    measured: standing.items.filter((item) => item.measurement !== null).map((item) => item.code),
    curve: standing.curve,
    proposals: proposals.map((proposal) => toProposalView(parts, proposal, standing)),
  };
}
