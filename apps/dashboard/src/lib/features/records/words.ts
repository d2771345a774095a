import type { DocumentKind, DocumentVisibility, ProjectDateKind } from '@sitecast/contract';
import { formatNumber, getLocale, m } from '#lib/i18n/index.ts';

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

const units = { kk: ['КБ', 'МБ'], ru: ['КБ', 'МБ'], en: ['kB', 'MB'], ko: ['kB', 'MB'], zh: ['kB', 'MB'] } as const;

/** How large a file is, in whole kilobytes or tenths of a megabyte, by the unit's sign in the reader's writing. */
export function formatSize(bytes: number): string {
  const [kilo, mega] = units[getLocale()];
  if (bytes < 1_000_000) return `${formatNumber(Math.max(1, Math.round(bytes / 1_000)), 0)}\u00A0${kilo}`;
  return `${formatNumber(bytes / 1_000_000, 1)}\u00A0${mega}`;
}
