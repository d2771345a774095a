import { listCosts, readCostBasis } from '../features/costs/index.ts';
import { listEvidence } from '../features/evidence/index.ts';
import {
  createPlanCache,
  createStandingCache,
  readSheet,
  type InvestorParts,
  type SheetParts,
} from '../features/investor/index.ts';
import { readHead } from '../features/ledger/index.ts';
import { listNotices } from '../features/notices/index.ts';
import { findVerifier, readStructures, toShare } from '../features/progress/index.ts';
import { readSheetReceipt } from '../features/receipts/index.ts';
import type { ReportParts } from '../features/reports/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../platform/store.ts';
import { wireReceipts } from './wire-receipts.ts';

/** What an investor reads, with what stands behind it: sheets, reports and receipts, from one set of kept standings. */
export function wireInvestor(store: Store, clock: Clock, given: Pick<ReportParts, 'listMilestones' | 'readCoverage'>) {
  const kept: Pick<InvestorParts, 'plans' | 'standings'> = {
    plans: createPlanCache(),
    standings: createStandingCache(),
  };
  const receipts = wireReceipts(store, clock, kept);
  const investor: SheetParts = {
    store,
    clock,
    ...kept,
    toShare,
    readStructures,
    readMoney: readCostBasis,
    readReceipt: (db, asked) => readSheetReceipt(db, { ...receipts, findVerifier }, asked),
    listEvidence,
    listNotices: (db, project, at) => listNotices(db, project, at),
    listCosts,
  };
  const reports: ReportParts = {
    store,
    clock,
    readSheet: (project, asked) => readSheet(investor, project, asked),
    listEvidence,
    readHead,
    listNotices: (db, project, at) => listNotices(db, project, at, 200),
    ...given,
  };
  return { investor, reports, receipts };
}
