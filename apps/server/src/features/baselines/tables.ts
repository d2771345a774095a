/** A proposed baseline revision as it was sent; never changed. */
export interface BaselineProposalTable {
  id: string;
  project: string;
  base_revision: number;
  reason: string;
  /** JSON of a PlanContent: the bytes whose hash the revision will carry. */
  content: string;
  proposed_by: string;
  proposed_name: string;
  proposed_as: string;
  proposed_at: string;
}
/** What became of it. */
export interface ProposalDecisionTable {
  proposal: string;
  decision: 'approved' | 'rejected' | 'superseded';
  decided_by: string;
  decided_name: string;
  decided_as: string;
  decided_at: string;
  reason: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    baseline_proposal: BaselineProposalTable;
    proposal_decision: ProposalDecisionTable;
  }
}
