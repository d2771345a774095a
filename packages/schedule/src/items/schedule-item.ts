import type { PlanStep, PlanTitle } from '../plan.ts';

/** What weights are made of where the file agrees on none. */
export type WeightBasis = 'agreed' | 'cost' | 'hours' | 'duration';

/** One item of a project's plan, as a file says it or as it stands here. Days are local to the site. */
export interface ScheduleItem {
  code: string;
  title: PlanTitle;
  /** null: the file does not say; what stands here stays. */
  kind: string | null;
  method: string | null;
  unit: string | null;
  /** All of the units. */
  total: number | null;
  steps: PlanStep[];
  weight: number;
  start: string | null;
  finish: string | null;
  forecast: string | null;
  actual: string | null;
  percentBp: number | null;
  isMilestone: boolean;
  phase: string | null;
  /** First day of work that the file reports. */
  started: string | null;
  /** Of the units. */
  done: number | null;
  line: number | null;
}

/** A phase in which items lie; phases may lie in one another. */
export interface ItemPhase {
  code: string;
  parent: string | null;
  title: PlanTitle;
}

/** A stretch of planned work for the curve; `weight` in whatever unit. */
export interface PlannedSpan {
  start: string | null;
  finish: string;
  weight: number;
}

/** The plan as the items it is measured by. */
export interface ItemPlan {
  items: ScheduleItem[];
  phases: ItemPhase[];
  basis: WeightBasis;
  weightSum: number;
  /** Every weighted activity, however few items they were put into. */
  spans: PlannedSpan[];
}
