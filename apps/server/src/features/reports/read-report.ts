import type {
  EvidenceView,
  InvestorSheet,
  LedgerHead,
  LocalText,
  MilestoneView,
  NoticeView,
  ReportCoverage,
  ReportView,
} from '@sitecast/contract';
import { digestText, toCanonicalJson, type Json } from '@sitecast/ledger';
import { addDays, toInstantOfClock, toLocalDate, toMonthEnd } from '@sitecast/progress';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** What this feature needs from outside. */
export interface ReportParts {
  readonly store: Store;
  readonly clock: Clock;
  readSheet(project: string, asked: { asOf: string | null; costs: boolean }): Promise<InvestorSheet | null>;
  listEvidence(db: Reader, ids: readonly string[]): Promise<EvidenceView[]>;
  readHead(db: Reader, project: string): Promise<LedgerHead | null>;
  listMilestones(db: Reader, project: string): Promise<MilestoneView[]>;
  /** Every notice that was up on one of these days, newest first. */
  listNotices(db: Reader, project: string, from: string): Promise<NoticeView[]>;
  /** null: not measured, or not to be had now. */
  readCoverage(project: string, span: { from: string; to: string }): Promise<ReportCoverage[] | null>;
}

/** The report of a month (null: the month of the newest data date); null where there is no such project. */
export async function readReport(
  parts: ReportParts,
  project: string,
  asked: { month: string | null; costs: boolean },
): Promise<ReportView | null> {
  const newest = asked.month === null ? await parts.readSheet(project, { asOf: null, costs: false }) : null;
  const nowMs = parts.clock.now();
  const month = asked.month ?? (newest?.figures.dataDate ?? toInstant(nowMs)).slice(0, 7);
  const from = `${month}-01`;
  const to = toMonthEnd(from);
  const stood = await parts.readSheet(project, { asOf: to, costs: asked.costs });
  const before = await parts.readSheet(project, { asOf: addDays(from, -1), costs: false });
  if (!stood || !before) return null;
  // Said in the month: what began after it is not of this report, however late it is printed.
  const told = await parts.listNotices(parts.store.db, project, toInstantOfClock(from, '00:00', stood.zone));
  const notices = told.filter((notice) => isOfMonth(notice, stood.zone, { from, to }));
  const now = stood.figures.percentBp;
  const earnedBp = now === null ? null : now - (before.figures.percentBp ?? 0);
  const photos = await listPhotos(parts, { project, zone: stood.zone, from, to });
  const signOffs = listSignOffs(await parts.listMilestones(parts.store.db, project), stood.zone, to);
  // Later posts add data dates to the sheet; they are not of this month.
  const sheet = { ...stood, notices, dataDates: stood.dataDates.filter((date) => date <= to) };
  const hash = await hashReport({ month, sheet, earnedBp, photos, signOffs });
  return {
    month,
    from,
    to,
    sheet,
    earnedBp,
    photos,
    signOffs,
    coverage: await parts.readCoverage(project, { from, to }),
    hash,
    issued: await readIssue(parts.store.db, project, month, asked.costs),
    ledgerHead: await parts.readHead(parts.store.db, project),
    madeAt: toInstant(nowMs),
  };
}

/**
 * Over what the report says, not over when it was read. Who proposed and approved a revision is shown since a later
 * version than the first reports were issued by: it stands in the ledger, and what was issued keeps its hash.
 */
function hashReport(said: Pick<ReportView, 'month' | 'sheet' | 'earnedBp' | 'photos' | 'signOffs'>): Promise<string> {
  const revisions = said.sheet.revisions.map((one) => ({ ...one, proposedBy: undefined, approvedBy: undefined }));
  const sheet = { ...said.sheet, revisions, serverNow: undefined };
  const content: unknown = JSON.parse(JSON.stringify({ ...said, sheet }));
  return digestText(toCanonicalJson(content as Json));
}

async function readIssue(db: Reader, project: string, month: string, costs: boolean): Promise<ReportView['issued']> {
  const row = await db
    .selectFrom('report_issue')
    .select(['hash', 'issued_at'])
    .where('project', '=', project)
    .where('month', '=', month)
    .where('costs', '=', costs ? 1 : 0)
    .executeTakeFirst();
  return row ? { hash: row.hash, at: row.issued_at } : null;
}

/** The acceptance acts as they stood at the end of a month: a signature of later is not in it. */
function listSignOffs(milestones: readonly MilestoneView[], zone: string, to: string): ReportView['signOffs'] {
  return milestones.flatMap(({ code, title, signOffs }) => {
    if (!signOffs) return [];
    const slots = signOffs.map(({ slot, acts }) => {
      const then = acts.filter((act) => toLocalDate(act.at, zone) <= to);
      const last = then.at(-1);
      return { slot, signedAt: last?.act === 'signed' ? last.at : null, acts: then };
    });
    return [{ item: code, title, slots }];
  });
}

function isOfMonth(notice: NoticeView, zone: string, span: { from: string; to: string }): boolean {
  const begins = toLocalDate(notice.from, zone);
  return begins <= span.to && (notice.to === null || toLocalDate(notice.to, zone) >= span.from);
}

/** Photos that posts of the month carry and that were taken in it: an old photo is never shown as new. */
async function listPhotos(
  parts: ReportParts,
  asked: { project: string; zone: string; from: string; to: string },
): Promise<ReportView['photos']> {
  const { db } = parts.store;
  const rows = await db
    .selectFrom('progress_entry as entry')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'entry.project').onRef('item.code', '=', 'entry.item'),
    )
    .select(['entry.evidence', 'item.title'])
    .where('entry.project', '=', asked.project)
    .where('entry.data_date', '>=', asked.from)
    .where('entry.data_date', '<=', asked.to)
    .where('entry.evidence', '<>', '[]')
    .orderBy('entry.posted_at')
    .execute();
  const photos = new Map<string, ReportView['photos'][number]>();
  for (const row of rows) {
    for (const photo of await parts.listEvidence(db, readJson<string[]>(row.evidence))) {
      const day = photo.takenAt === null ? '' : toLocalDate(photo.takenAt, asked.zone);
      if (day < asked.from || day > asked.to) continue;
      photos.set(photo.id, { title: readJson<LocalText>(row.title), photo });
    }
  }
  return [...photos.values()];
}
