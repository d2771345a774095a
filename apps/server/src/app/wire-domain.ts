import path from 'node:path';
import type { Audience, CameraView } from '@sitecast/contract';
import type { SigningKey } from '@sitecast/ledger';
import { cleanImage } from '../adapters/photo/clean-image.ts';
import { drawPhoto } from '../adapters/photo/draw-photo.ts';
import { toUndelayedView } from '../features/cameras/index.ts';
import { createCostHandlers, listBudgets, listCosts } from '../features/costs/index.ts';
import {
  createDocumentFiles,
  createDocumentHandlers,
  findDocument,
  listDocuments,
  visibleTo,
} from '../features/documents/index.ts';
import {
  checkEvidence,
  createEvidenceFiles,
  createEvidenceHandlers,
  findPicture,
  listEvidence,
} from '../features/evidence/index.ts';
import { createBaselineHandlers, listSlips, proposePlan, readPlanView } from '../features/baselines/index.ts';
import {
  createMilestoneHandlers,
  listLatest,
  listMilestones,
  type MilestoneReaders,
} from '../features/milestones/index.ts';
import {
  createInvestorHandlers,
  readFigures,
  readPortfolio,
  readSheet,
  toFiguresView,
} from '../features/investor/index.ts';
import { createImportHandlers, createReadInWorker, exportPlan } from '../features/imports/index.ts';
import {
  createLedger,
  createLedgerHandlers,
  exportLines,
  readNewestRecords,
  type SealPace,
} from '../features/ledger/index.ts';
import { createReceiptHandlers } from '../features/receipts/index.ts';
import { createReportHandlers, issueReports, readReport, type ReportParts } from '../features/reports/index.ts';
import { createNoticeHandlers, listNotices } from '../features/notices/index.ts';
import {
  createProgressHandlers,
  readEntries,
  readProgress,
  readStructure,
  submitEntry,
} from '../features/progress/index.ts';
import {
  createProjectHandlers,
  createProjectRecordHandlers,
  readChannel,
  readProgramme,
  readProject,
  readProjectRecord,
  type ProjectReaders,
} from '../features/projects/index.ts';
import { createSignOffHandlers, readSlots } from '../features/sign-offs/index.ts';
import { seesCosts } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { hashSecret, type Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Reader, Store, Tx } from '../platform/store.ts';
import type { Domain } from './domain.ts';
import { readPostProvenance } from './post-provenance.ts';
import { makeDemo } from './make-demo.ts';
import { startProgramme } from './start-programme.ts';
import { wireInvestor } from './wire-investor.ts';
import { wirePublishing } from './wire-publishing.ts';
import { wireSignOffs } from './wire-sign-offs.ts';

export interface DomainParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Signs the heads of the projects' chains. */
  readonly ledgerKey: SigningKey;
  /** How a history is sealed; left out, as a server at work does. */
  readonly sealPace?: SealPace | undefined;
  /** The cameras the public may know of; null: of all projects. */
  readonly listCameraViews: (db: Reader | Tx, project: string | null) => Promise<CameraView[]>;
  readonly readCoverage: ReportParts['readCoverage'];
}

/** The public's delay is not for investors and managers. */
function toPrompt<View extends { cameras: CameraView[] }>(audience: Audience, view: View): View {
  return audience === 'public' ? view : { ...view, cameras: view.cameras.map(toUndelayedView) };
}

/** Builds the domain features and hands them what they need. */
export function wireDomain(parts: DomainParts): Domain {
  const { config, store, clock, ids, log, listCameraViews } = parts;
  const base = { store, clock, ids, readPostProvenance };
  const createSalt = (): string => hashSecret(ids.createSecret());
  const ledger = createLedger({ store, log, clock, key: parts.ledgerKey, createSalt }, parts.sealPace);
  const { sealCost, sealCount, sealSignOff } = ledger;
  const projectExists = async (db: Reader, code: string): Promise<boolean> =>
    (await db.selectFrom('project').select('code').where('code', '=', code).executeTakeFirst()) !== undefined;
  const files = createEvidenceFiles(path.join(config.dataDirectory, 'server', 'evidence'), ids.createId);
  const documents = createDocumentFiles(path.join(config.dataDirectory, 'server', 'documents'), ids.createId);
  const milestones: MilestoneReaders = { readEvidence: listEvidence, readSlots };
  const readers: ProjectReaders = {
    store,
    clock,
    readProgress,
    listMilestones: (db, project) => listMilestones(db, milestones, project),
    listSlips,
    listLatest: (db, limit) => listLatest(db, milestones, limit),
    listNotices: (db, project, at) => listNotices(db, project, at),
    listCameras: listCameraViews,
    listPublicDocuments: (db, project) => listDocuments(db, project, ['public']),
  };
  const { investor, reports, receipts } = wireInvestor(store, clock, {
    listMilestones: readers.listMilestones,
    readCoverage: parts.readCoverage,
  });
  const { publishing, baselines, readCurrentFigures } = wirePublishing(base, { ledger, investor, milestones, readers });
  const programmeCode = async () => {
    const row = await store.db.selectFrom('programme').select('code').executeTakeFirst();
    return row?.code ?? '';
  };
  return {
    handlers: {
      ...createProjectHandlers(readers),
      ...createProjectRecordHandlers(readers),
      ...createDocumentHandlers({ ...base, files: documents, cleanImage }),
      ...createProgressHandlers({ ...base, ...publishing, checkEvidence }),
      ...createBaselineHandlers(baselines),
      ...createMilestoneHandlers({
        ...base,
        checkEvidence,
        readers: milestones,
        submit: (tx, { milestone, ...post }) => {
          const counted = { dataDate: milestone.actual, measurement: null, before: null, correction: null };
          return submitEntry(tx, publishing, { ...post, submission: { ...milestone, ...counted } });
        },
      }),
      ...createInvestorHandlers(investor),
      ...createReportHandlers(reports),
      ...createCostHandlers({ ...base, sealCost, sealCount, readFigures: readCurrentFigures }),
      ...createImportHandlers({
        ...base,
        readInWorker: createReadInWorker(),
        readProgress,
        readStructure,
        proposePlan: (tx, plan) => proposePlan(tx, baselines, plan),
      }),
      ...createNoticeHandlers(base),
      ...createLedgerHandlers(store),
      ...createReceiptHandlers(receipts),
      ...createSignOffHandlers(wireSignOffs(base, { publishing, milestones, sealSignOff })),
      ...createEvidenceHandlers({ ...base, files, drawPhoto }),
    },
    programmeCode,
    projectExists,
    listMilestones: (db, project) => listMilestones(db, milestones, project),
    exportPlan: (code, form) => exportPlan(store.db, { readStructure }, code, form),
    readLedger: async (code, upTo) =>
      (await projectExists(store.db, code)) ? readNewestRecords(store.db, code, upTo) : null,
    openLedgerExport: async (code) => ((await projectExists(store.db, code)) ? exportLines(store.db, code) : null),
    readProgramme: async (audience) => toPrompt(audience, await readProgramme(readers, await programmeCode())),
    readProject: async (code, audience) => {
      const view = await readProject(readers, code);
      return view && toPrompt(audience, view);
    },
    readFigures: async (code, caller) => {
      if (!seesCosts(caller)) return null;
      const read = await readFigures(store.db, investor, code, null);
      return read && toFiguresView(read.figures);
    },
    readEntries: (code) => readEntries(store.db, publishing, code),
    readPlanView: (code) => readPlanView(store.db, baselines, code),
    readPortfolio: (caller, asOf) =>
      readPortfolio(investor, { projects: caller.principal?.projects ?? null, asOf, costs: seesCosts(caller) }),
    readSheet: (code, caller, asOf) => readSheet(investor, code, { asOf, costs: seesCosts(caller) }),
    issueReports: () => issueReports(reports),
    readReport: (code, caller, month) => readReport(reports, code, { month, costs: seesCosts(caller) }),
    readChannel: (code) => readChannel(store.db, readers, code),
    readProjectRecord: (code) => readProjectRecord(store.db, code),
    listDocuments: async (code, caller) =>
      (await projectExists(store.db, code)) ? listDocuments(store.db, code, visibleTo(caller, code)) : null,
    listCosts: async (code) => ({
      items: await listCosts(store.db, code, null),
      budgets: await listBudgets(store.db, code),
    }),
    findDocument: (id, version, caller) => findDocument(store.db, documents, { id, version, caller }),
    findPicture: (id, size, caller) => findPicture(store.db, files, { id, size, caller }),
    start: async () => {
      await startProgramme({
        store,
        demo: config.demo,
        seedDemo: () => makeDemo({ store, ids, log, documents }),
      });
      await ledger.start();
    },
    close: () => ledger.close(),
  };
}
