import type { EvidenceView, InvestorSheet, LedgerHead, LocalText, NoticeView, ReportView } from '@sitecast/contract';
import { digestText, toCanonicalJson, type Json } from '@sitecast/ledger';
import { addDays, toLocalDate, toMonthEnd } from '@sitecast/progress';
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
  const notices = stood.notices.filter((notice) => isOfMonth(notice, stood.zone, { from, to }));
  const now = stood.figures.percentBp;
  const earnedBp = now === null ? null : now - (before.figures.percentBp ?? 0);
  const photos = await listPhotos(parts, { project, zone: stood.zone, from, to });
  // The hash is over what the report says, not over when it was read.
  const sheet = { ...stood, notices, serverNow: undefined };
  const content: unknown = JSON.parse(JSON.stringify({ month, sheet, earnedBp, photos }));
  return {
    month,
    from,
    to,
    sheet: { ...stood, notices },
    earnedBp,
    photos,
    hash: await digestText(toCanonicalJson(content as Json)),
    ledgerHead: await parts.readHead(parts.store.db, project),
    madeAt: toInstant(nowMs),
  };
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
