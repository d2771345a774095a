import type { ArchiveDay, ArchiveMonth, CoverageView } from './archive.ts';
import type { MomentView } from './moment.ts';
import type { EntryView } from './views/approval.ts';
import type { PlanView } from './views/baseline.ts';
import type { SessionView, PersonView } from './views/person.ts';
import type { CameraManageView } from './views/camera.ts';
import type { BudgetView, CostEntryView, InvestorSheet, PortfolioView } from './views/investor.ts';
import type { LedgerPage } from './views/ledger.ts';
import type { DocumentView, ProjectRecord, SubscriptionView } from './views/record.ts';
import type { ReportView } from './views/report.ts';
import type { FiguresView } from './views/progress.ts';
import type { ProgrammeView, ProjectView } from './views/project.ts';

/**
 * What the server hands to the dashboard's server-side rendering, as `event.platform.req.sitecast`: the same read
 * models that REST and the sockets send, already for the audience of the signed-in principal, without a network hop.
 */
export interface PageReader {
  session(): SessionView | null;
  /** Whether the first administrator is still to be made. */
  needsSetup(): Promise<boolean>;
  programme(): Promise<ProgrammeView>;
  /** null: no such project, or not for this principal. */
  project(code: string): Promise<ProjectView | null>;
  /** The head of the project's chain and its newest records, newest last; null: no such project. */
  /** The newest records, or those up to and with `upTo`. */
  ledger(code: string, upTo?: number | null): Promise<LedgerPage | null>;
  figures(code: string): Promise<FiguresView | null>;
  /** Posts that wait and those decided lately, newest first; null where the caller may not know. */
  entries(code: string): Promise<EntryView[] | null>;
  plan(code: string): Promise<PlanView | null>;
  /** The projects of an investor with their sums; null where the caller is none. `asOf` null is the newest. */
  portfolio(asOf: string | null): Promise<PortfolioView | null>;
  /** null: no such project, or not for this caller. */
  investorSheet(code: string, asOf: string | null): Promise<InvestorSheet | null>;
  /** `month` null is that of the newest data date. */
  report(code: string, month: string | null): Promise<ReportView | null>;
  /** What is said of the project, for those who may change it. */
  projectRecord(code: string): Promise<ProjectRecord | null>;
  /** Those the caller may read; null: no such project. */
  documents(code: string): Promise<DocumentView[] | null>;
  /** Money by period and the budgets, newest first; null where the caller may not post any. */
  costs(code: string): Promise<{ items: CostEntryView[]; budgets: BudgetView[] } | null>;
  /** Whether the caller gets the report by e-mail; null: no such project, or not for this caller. */
  subscription(code: string): Promise<SubscriptionView | null>;
  managedCameras(code: string): Promise<CameraManageView[] | null>;
  /** null: no such camera for this caller, or its recorder does not answer. */
  archiveMonth(camera: string, month: string): Promise<ArchiveMonth | null>;
  archiveDay(camera: string, day: string): Promise<ArchiveDay | null>;
  coverage(camera: string, from: string, to: string): Promise<CoverageView | null>;
  /** Whether the caller may play footage that is older than what is open to all. */
  mayPlayAll(project: string): boolean;
  /** null: the milestone was not reached. */
  moment(project: string, milestone: string): Promise<MomentView | null>;
  people(): Promise<PersonView[] | null>;
  /** Whether the invitation a link carries can still be accepted. */
  invitation(token: string): Promise<{ name: string; login: string } | null>;
  /** The embed's allowed parents (frame-ancestors) and cameras, or null where there is no such channel. */
  channel(code: string): Promise<{ project: string; allowedOrigins: string[]; cameras: string[] } | null>;
}
