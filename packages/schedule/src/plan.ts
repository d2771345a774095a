import type { PlanCalendar } from './calendars/plan-calendar.ts';
import type { RelationCount } from './network.ts';

/** The formats that are read. */
export type ScheduleFormat = 'xer' | 'p6-xml' | 'mspdi' | 'csv';

/** What a percent of the file measures; `reported` where the file does not say. */
export type PercentType = 'physical' | 'duration' | 'units' | 'reported';

export type ActivityKind = 'task' | 'start-milestone' | 'finish-milestone';

/** Titles by language; what a file says in one language stands under the language of its letters. */
export type PlanTitle = Partial<Record<'kk' | 'ru' | 'en' | 'ko' | 'zh', string>>;

export interface WbsNode {
  /** Unique in the plan: the file's own id, not its short name. */
  id: string;
  parent: string | null;
  code: string;
  title: PlanTitle;
  line: number;
}

/** A step of a rule of credit (P6: TASKPROC, ActivityStep). */
export interface PlanStep {
  code: string;
  title: PlanTitle;
  weight: number;
  /** The file says that it is reached. */
  isComplete?: boolean;
}

/** One activity or milestone, in units of our own. Days are local to the site (`2026-10-31`). */
export interface PlanActivity {
  code: string;
  title: PlanTitle;
  wbs: string | null;
  kind: ActivityKind;
  /** As agreed in the file; null where it says none. */
  weight: number | null;
  /** Whole minor units of the file's currency. */
  budgetMinor: number | null;
  workMinutes: number | null;
  durationMinutes: number | null;
  remainingMinutes: number | null;
  calendar: string | null;
  percentBp: number | null;
  percentType: PercentType;
  isComplete: boolean;
  plannedStart: string | null;
  plannedFinish: string | null;
  forecastStart: string | null;
  forecastFinish: string | null;
  actualStart: string | null;
  actualFinish: string | null;
  baselineStart: string | null;
  baselineFinish: string | null;
  totalFloatMinutes: number | null;
  isCritical: boolean | null;
  steps: PlanStep[];
  /** What only our own template says. */
  milestoneKind: string | null;
  method: string | null;
  done: number | null;
  total: number | null;
  unit: string | null;
  /** The code of the phase. */
  phase: string | null;
  /** Line of the file, counted from 1. */
  line: number;
}

/** What a file of any format says, read once. */
export interface Plan {
  format: ScheduleFormat;
  /** The program and version that wrote it, as far as the file says. */
  tool: string | null;
  project: { code: string | null; title: string | null; currency: string | null };
  /** The day up to which progress counts; null where the file says none. */
  dataDate: string | null;
  calendars: PlanCalendar[];
  relations: RelationCount;
  wbs: WbsNode[];
  activities: PlanActivity[];
}

/** An activity about which nothing is known yet. */
export function createActivity(code: string, line: number): PlanActivity {
  return {
    code,
    title: {},
    wbs: null,
    kind: 'task',
    weight: null,
    budgetMinor: null,
    workMinutes: null,
    durationMinutes: null,
    remainingMinutes: null,
    calendar: null,
    percentBp: null,
    percentType: 'reported',
    isComplete: false,
    plannedStart: null,
    plannedFinish: null,
    forecastStart: null,
    forecastFinish: null,
    actualStart: null,
    actualFinish: null,
    baselineStart: null,
    baselineFinish: null,
    totalFloatMinutes: null,
    isCritical: null,
    steps: [],
    milestoneKind: null,
    method: null,
    done: null,
    total: null,
    unit: null,
    phase: null,
    line,
  };
}
