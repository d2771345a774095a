import type { FuzzyDate } from '@sitecast/contract';
import { countDays } from './local-date.ts';

/**
 * Calendar days a date lies after its baseline; earlier is negative. A window slips only where the two do not touch,
 * so "autumn 2027" met in October is not early and not late. null where either is unknown.
 */
export function measureSlipDays(baseline: FuzzyDate | null, reached: FuzzyDate | null): number | null {
  if (baseline === null || reached === null) return null;
  if (reached.from > baseline.to) return countDays(baseline.to, reached.from);
  if (reached.to < baseline.from) return countDays(baseline.from, reached.to);
  return 0;
}
