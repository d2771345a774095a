import type { Generated } from 'kysely';

/** Money of a period in whole tiyn; never changed, only corrected by a later one. */
export interface CostEntryTable {
  seq: Generated<number>;
  id: string;
  project: string;
  /** The last day of the period, local to the site. */
  period: string;
  currency: 'KZT';
  amount_minor: number;
  basis: 'paid' | 'accrued';
  source: string;
  /** The entry this one adds to or takes from. */
  corrects: string | null;
  note: string | null;
  posted_by: string;
  posted_at: string;
  provenance: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    cost_entry: CostEntryTable;
  }
}
