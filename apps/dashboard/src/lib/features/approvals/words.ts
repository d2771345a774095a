import type { CorrectionReason, DatePrecision, EntryState, ProposalState, PublishingRule } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';
import type { MarkShape, MarkTone } from '#lib/ui/Mark.svelte';

export const ruleNames: Record<PublishingRule, () => string> = {
  'posted-by-manager': m.approvals_rule_manager,
  'verified-and-approved': m.approvals_rule_approved,
  'verified-is-approved': m.approvals_rule_merged,
};

export const reasonNames: Record<CorrectionReason, () => string> = {
  rework: m.manage_reason_rework,
  'wrong-count': m.manage_reason_wrong_count,
  scope: m.manage_reason_scope,
};

export const precisionNames: Record<DatePrecision, () => string> = {
  day: m.approvals_precision_day,
  month: m.approvals_precision_month,
  quarter: m.approvals_precision_quarter,
  season: m.approvals_precision_season,
  year: m.approvals_precision_year,
  window: m.approvals_precision_window,
};

interface StateMark {
  shape: MarkShape;
  tone: MarkTone;
  name: () => string;
}

export const entryMarks: Record<EntryState, StateMark> = {
  draft: { shape: 'ring', tone: 'muted', name: m.approvals_state_draft },
  verified: { shape: 'half', tone: 'accent', name: m.approvals_state_verified },
  approved: { shape: 'check', tone: 'accent', name: m.approvals_state_approved },
  rejected: { shape: 'cross', tone: 'red', name: m.approvals_state_rejected },
  superseded: { shape: 'bars', tone: 'muted', name: m.approvals_state_superseded },
};

export const proposalMarks: Record<ProposalState, StateMark> = {
  proposed: { shape: 'ring', tone: 'muted', name: m.approvals_plan_state_proposed },
  approved: { shape: 'check', tone: 'accent', name: m.approvals_plan_state_approved },
  rejected: { shape: 'cross', tone: 'red', name: m.approvals_state_rejected },
  superseded: { shape: 'bars', tone: 'muted', name: m.approvals_plan_state_superseded },
};

/** How far the planned end moves, in a word. */
export function toMovedText(days: number | null): string {
  if (days === null || days === 0) return m.approvals_plan_same();
  return days > 0 ? m.approvals_plan_later({ days }) : m.approvals_plan_earlier({ days: -days });
}
