import type { FuzzyDate, PlanPhase, Provenance, WorkCalendarView } from '@sitecast/contract';
import type { Fraction, HistoryPoint, PlanPoint, WorkCalendar } from '@sitecast/progress';

/** What a revision says beside its items. */
export interface PlanStructure {
  phases: PlanPhase[];
  /** null: every day is worked. */
  calendar: WorkCalendarView | null;
  weightBasis: string | null;
}

/** An item as it stood: what it weighed in the revision in force, and what the newest post by then said. */
export interface StoodItem {
  code: string;
  phase: string | null;
  /** First planned day of an activity. */
  start: string | null;
  weight: number;
  cancelled: boolean;
  share: Fraction | null;
  percentBp: number | null;
  baseline: FuzzyDate | null;
  actual: string | null;
  started: boolean;
}

/** What the numbers of a project are computed from, as it stood, without money. Kept ready: nobody changes it. */
export interface Stood {
  /** null: no baseline was approved by then. */
  readonly revision: number | null;
  readonly plan: readonly PlanPoint[];
  readonly structure: PlanStructure;
  /** Left out: every day is worked. */
  readonly calendar: WorkCalendar | undefined;
  readonly items: readonly StoodItem[];
  readonly share: Fraction | null;
  readonly weightSum: number;
  readonly history: readonly HistoryPoint[];
  /** The newest data date by then. */
  readonly dataDate: string | null;
  readonly provenance: Provenance | null;
}

/** The money of a project as it stood on a day; told by the costs feature. */
export interface ProjectMoney {
  budgetMinor: number;
  actualCostMinor: number | null;
  actualCostDate: string | null;
  paidMinor: number | null;
  provenance: Provenance;
}

export interface Basis extends Stood {
  readonly money: ProjectMoney | null;
}
