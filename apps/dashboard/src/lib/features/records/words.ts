import type { DocumentKind, DocumentVisibility, ProjectDateKind } from '@sitecast/contract';
import { formatNumber, m } from '#lib/i18n/index.ts';

export const dateKindWords: Record<ProjectDateKind, () => string> = {
  announced: m.records_date_announced,
  start: m.records_date_start,
  completion: m.records_date_completion,
  opening: m.records_date_opening,
};

export const documentKindWords: Record<DocumentKind, () => string> = {
  plan: m.records_kind_plan,
  permit: m.records_kind_permit,
  contract: m.records_kind_contract,
  report: m.records_kind_report,
  drawing: m.records_kind_drawing,
  other: m.records_kind_other,
};

export const visibilityWords: Record<DocumentVisibility, () => string> = {
  public: m.records_visibility_public,
  investor: m.records_visibility_investor,
  team: m.records_visibility_team,
};

/** How large a file is, in whole kilobytes or tenths of a megabyte. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000_000)
    return m.records_size_kilobytes({ size: formatNumber(Math.max(1, Math.round(bytes / 1_000)), 0) });
  return m.records_size_megabytes({ size: formatNumber(bytes / 1_000_000, 1) });
}
