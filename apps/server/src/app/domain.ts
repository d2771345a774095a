import type {
  Audience,
  BudgetView,
  CostEntryView,
  DocumentView,
  EntryView,
  FiguresView,
  PlanView,
  InvestorSheet,
  LedgerPage,
  MilestoneView,
  PortfolioView,
  ProgrammeView,
  ProjectRecord,
  ProjectView,
  ReportView,
  RouteId,
} from '@sitecast/contract';
import type { HandlersOf } from '../platform/call.ts';
import type { Caller } from '../platform/caller.ts';
import type { Reader } from '../platform/store.ts';

/** The routes that projects, progress, milestones, notices and evidence answer. */
export type DomainRouteId = Exclude<RouteId, MailRouteId | PeopleRouteId | CameraRouteId>;
type MailRouteId = 'subscription.read' | 'subscription.change' | 'subscription.end';
type PeopleRouteId =
  | 'setup.finish'
  | 'session.create'
  | 'session.read'
  | 'session.end'
  | 'invitation.accept'
  | 'people.list'
  | 'person.invite'
  | 'person.change';
type CameraRouteId =
  | FootageRouteId
  | 'time-lapse.ask'
  | 'restreams.list'
  | 'restream.add'
  | 'restream.change'
  | 'restream.remove'
  | 'cameras.list'
  | 'managed-cameras.list'
  | 'camera.add'
  | 'camera.change'
  | 'camera.remove'
  | PrivacyRouteId;
type FootageRouteId =
  | 'archive-month.read'
  | 'archive-day.read'
  | 'coverage.read'
  | 'footage-pass.issue'
  | 'clip.order'
  | 'clip.read'
  | 'clip.give-up'
  | 'moment.read'
  | 'footage-rules.read'
  | 'footage-rules.change';
type PrivacyRouteId =
  | 'camera.accept-view'
  | 'camera.presets'
  | 'camera.move'
  | 'masks.read'
  | 'mask.propose'
  | 'mask.approve'
  | 'mask.reject'
  | 'curtains.list'
  | 'curtain.close'
  | 'curtain.lift';

/** What the domain gives to the rest of the server. */
export interface Domain {
  readonly handlers: HandlersOf<DomainRouteId>;
  /** The programme's code. */
  programmeCode(): Promise<string>;
  projectExists(db: Reader, code: string): Promise<boolean>;
  listMilestones(db: Reader, project: string): Promise<MilestoneView[]>;
  /** Read in one transaction together with its `seq`; the audience's own serializer. */
  readProgramme(audience: Audience): Promise<ProgrammeView>;
  readProject(code: string, audience: Audience): Promise<ProjectView | null>;
  readFigures(code: string, caller: Caller): Promise<FiguresView | null>;
  /** Posts that wait, and the plan with its proposals: for the people of the project alone (INV5). */
  readEntries(code: string): Promise<EntryView[]>;
  readPlanView(code: string): Promise<PlanView>;
  /** Whether the caller may read figures at all is asked before; money is left out here where it is not granted. */
  readPortfolio(caller: Caller, asOf: string | null): Promise<PortfolioView>;
  readSheet(code: string, caller: Caller, asOf: string | null): Promise<InvestorSheet | null>;
  readReport(code: string, caller: Caller, month: string | null): Promise<ReportView | null>;
  /** Makes and keeps the reports of the month that ended, on the first days of the next; which are out. */
  issueReports(): Promise<{ project: string; month: string }[]>;
  /** An embed's allowed parents and cameras; null where there is no such channel. */
  readChannel(code: string): Promise<{ project: string; allowedOrigins: string[]; cameras: string[] } | null>;
  readProjectRecord(code: string): Promise<ProjectRecord | null>;
  /** Those the caller may read; null where there is no such project. */
  listDocuments(code: string, caller: Caller): Promise<DocumentView[] | null>;
  listCosts(code: string): Promise<{ items: CostEntryView[]; budgets: BudgetView[] }>;
  /** A document's file; null: not there for this caller. */
  findDocument(
    id: string,
    version: number,
    caller: Caller,
  ): Promise<{ file: string; fileName: string; mediaType: string; isPublic: boolean } | null>;
  /** A drawn copy of a photo, and whether anyone may see it; null: not there for this caller. */
  findPicture(id: string, size: 'large' | 'small', caller: Caller): Promise<{ file: string; isPublic: boolean } | null>;
  /** The plan in force as a file; null where there is no such project. */
  exportPlan(
    project: string,
    form: 'csv' | 'json' | 'mspdi',
  ): Promise<{ text: string; type: string; fileName: string } | null>;
  /** The head of the project's chain and its newest records; null where there is no such project. */
  readLedger(project: string, upTo: number | null): Promise<LedgerPage | null>;
  /** The project's chain as an export, line by line; null where there is no such project. */
  openLedgerExport(project: string): Promise<AsyncIterable<string> | null>;
  /** Runs once after the migrations, before requests are taken. */
  start(): Promise<void>;
  /** Ends what goes on behind the requests. */
  close(): Promise<void>;
}
