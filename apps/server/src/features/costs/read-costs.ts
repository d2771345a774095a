import type { BudgetView, CostEntryView, Provenance } from '@sitecast/contract';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { CostEntryTable } from './tables.ts';

/** The money of a project as it stood. Whole minor units. */
export interface CostBasis {
  budgetMinor: number;
  /** Accrued to that day; null where nothing was ever counted. */
  actualCostMinor: number | null;
  actualCostDate: string | null;
  paidMinor: number | null;
  provenance: Provenance;
}

const forever = '9999-12-31';

/**
 * Costs of each project up to its day (null: all of them): the last count that was taken over as a whole, and every accrued
 * entry of a later period. With `features/progress` no other code reads money.
 */
export async function readCostBasis(
  db: Reader,
  days: ReadonlyMap<string, string | null>,
): Promise<Map<string, CostBasis>> {
  const found = new Map<string, CostBasis>();
  if (days.size === 0) return found;
  const rows = [...days].map(([project, day]) => sql`(${project}, ${day ?? forever})`);
  const chosen = sql`with chosen (project, day) as (values ${sql.join(rows)})`;
  // A budget that was set anew stands in a row without a count: what was counted before goes on.
  const counts = await sql<CountRow>`${chosen}
    select budget.project, cost.counted_on, budget.budget_minor, cost.actual_cost_minor, budget.provenance
    from chosen join project_cost as budget on budget.seq = (
      select seq from project_cost as newest
      where newest.project = chosen.project and newest.counted_on <= chosen.day
      order by newest.counted_on desc, newest.seq desc limit 1)
    left join project_cost as cost on cost.seq = (
      select seq from project_cost as newest
      where newest.project = chosen.project and newest.counted_on <= chosen.day and newest.actual_cost_minor is not null
      order by newest.counted_on desc, newest.seq desc limit 1)`.execute(db);
  for (const count of counts.rows) {
    found.set(count.project, {
      budgetMinor: count.budget_minor,
      actualCostMinor: count.actual_cost_minor,
      actualCostDate: count.counted_on,
      paidMinor: null,
      provenance: readJson<Provenance>(count.provenance),
    });
  }
  for (const sum of await sumEntries(db, days, found)) {
    const cost = found.get(sum.project);
    if (!cost) continue;
    cost.paidMinor = sum.paid_minor;
    if (sum.accrued_minor === null) continue;
    cost.actualCostMinor = (cost.actualCostMinor ?? 0) + sum.accrued_minor;
    cost.actualCostDate = sum.accrued_to;
  }
  return found;
}

/** What was paid by the day of each project, and what accrued after its last whole count; added up where the rows are. */
async function sumEntries(
  db: Reader,
  days: ReadonlyMap<string, string | null>,
  counted: ReadonlyMap<string, CostBasis>,
): Promise<SumRow[]> {
  if (counted.size === 0) return [];
  const rows = [...counted].map(
    ([project, { actualCostDate }]) => sql`(${project}, ${days.get(project) ?? forever}, ${actualCostDate ?? ''})`,
  );
  const { rows: sums } = await sql<SumRow>`with chosen (project, day, counted_on) as (values ${sql.join(rows)})
    select entry.project,
      sum(entry.amount_minor) filter (where entry.basis = 'paid') as paid_minor,
      sum(entry.amount_minor) filter (where entry.basis = 'accrued' and entry.period > chosen.counted_on) as accrued_minor,
      max(entry.period) filter (where entry.basis = 'accrued' and entry.period > chosen.counted_on) as accrued_to
    from chosen join cost_entry as entry on entry.project = chosen.project and entry.period <= chosen.day
    group by entry.project`.execute(db);
  return sums;
}

interface CountRow {
  project: string;
  /** Of the last count; null where nothing was counted as a whole. */
  counted_on: string | null;
  budget_minor: number;
  actual_cost_minor: number | null;
  provenance: string;
}
interface SumRow {
  project: string;
  /** null: nothing was. */
  paid_minor: number | null;
  accrued_minor: number | null;
  accrued_to: string | null;
}

/** Every cost entry of a project up to a day, newest period first, corrections as entries of their own. */
export async function listCosts(db: Reader, project: string, day: string | null): Promise<CostEntryView[]> {
  const rows = await db
    .selectFrom('cost_entry')
    .selectAll()
    .where('project', '=', project)
    .where('period', '<=', day ?? forever)
    .orderBy('period', 'desc')
    .orderBy('seq', 'desc')
    .execute();
  return rows.map(toCostView);
}

/** Every budget of a project, newest first. */
export async function listBudgets(db: Reader, project: string): Promise<BudgetView[]> {
  const rows = await db
    .selectFrom('project_cost')
    .selectAll()
    .where('project', '=', project)
    .orderBy('counted_on', 'desc')
    .orderBy('seq', 'desc')
    .execute();
  return rows
    .filter((row, index) => row.budget_minor !== rows[index + 1]?.budget_minor)
    .map((row) => ({
      from: row.counted_on,
      currency: 'KZT',
      budgetMinor: row.budget_minor,
      provenance: readJson<Provenance>(row.provenance),
    }));
}

/** A cost as those see it with whom money is shared. */
export function toCostView(row: Omit<CostEntryTable, 'seq'>): CostEntryView {
  return {
    id: row.id,
    period: row.period,
    currency: row.currency,
    amountMinor: row.amount_minor,
    basis: row.basis,
    source: row.source,
    corrects: row.corrects,
    note: row.note,
    postedAt: row.posted_at,
    provenance: readJson<Provenance>(row.provenance),
  };
}
