import type { EvidenceView, Measurement, NoticeView, ProgressView } from '@sitecast/contract';
import type { Fraction } from '@sitecast/progress';
import type { Clock } from '../../platform/clock.ts';
import type { Reader, Store } from '../../platform/store.ts';
import type { CreditRules } from './credit-rules.ts';
import type { PlanStructure, ProjectMoney, Stood } from './basis.ts';
import type { PlanCache } from './plan-cache.ts';
import type { StandingCache } from './standing-cache.ts';

/** What this feature needs from outside. */
export interface InvestorParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Plans of revisions and standings of projects, kept ready; one of each for the whole server. */
  readonly plans: PlanCache;
  readonly standings: StandingCache<Stood>;
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
