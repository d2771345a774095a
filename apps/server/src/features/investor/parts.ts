import type {
  EvidenceView,
  Measurement,
  NoticeView,
  PlanPhase,
  ProgressView,
  Provenance,
  WorkCalendarView,
} from '@sitecast/contract';
import type { Fraction } from '@sitecast/progress';
import type { Clock } from '../../platform/clock.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** What a revision says beside its items. */
export interface PlanStructure {
  phases: PlanPhase[];
  /** null: every day is worked. */
  calendar: WorkCalendarView | null;
  weightBasis: string | null;
}

/** The rules of credit of an item. */
export interface CreditRules {
  steps: { code: string; title: Record<string, string>; weight: number }[];
  startCreditBp: number;
}

/** The money of a project as it stood on a day; told by the costs feature. */
export interface ProjectMoney {
  budgetMinor: number;
  actualCostMinor: number | null;
  actualCostDate: string | null;
  paidMinor: number | null;
  provenance: Provenance;
}

/** What this feature needs from outside. */
export interface InvestorParts {
  readonly store: Store;
  readonly clock: Clock;
  /** What a measurement earns by the rules of its item. */
  toShare(rules: CreditRules, measurement: Measurement | null): Fraction | null;
  /** Phases, calendar and basis of the weights, by the revision of each project. */
  readStructures(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, PlanStructure>>;
  readMoney(db: Reader, days: ReadonlyMap<string, string | null>): Promise<Map<string, ProjectMoney>>;
  /** Who answers for what a percent is made of, as of a day (null: the newest). */
  readReceipt(
    db: Reader,
    asked: {
      project: string;
      asOf: string | null;
      items: readonly { code: string; weight: number; cancelled: boolean }[];
      weightBasis: string;
      weightSum: number;
    },
  ): Promise<ProgressView['receipt']>;
  listEvidence(db: Reader, ids: readonly string[]): Promise<EvidenceView[]>;
  listNotices(db: Reader, project: string, at: string): Promise<NoticeView[]>;
}
