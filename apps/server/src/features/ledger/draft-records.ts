import { digestText, digestWeights, toCanonicalJson, type Json } from '@sitecast/ledger';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { LedgerDraft } from './append-records.ts';

/** What is sealed of a post: its photos first, then the post itself with what the project stood at after it. */
export async function draftEntry(db: Reader, project: string, entryId: string): Promise<LedgerDraft[]> {
  const entry = await db
    .selectFrom('progress_entry as entry')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'entry.project').onRef('item.code', '=', 'entry.item'),
    )
    .leftJoin('percent_history as after', 'after.entry', 'entry.id')
    .selectAll('entry')
    .select(['item.provenance', 'after.percent_bp as project_bp', 'after.baseline_revision'])
    .where('entry.id', '=', entryId)
    .executeTakeFirstOrThrow();
  const photos = await draftPhotos(db, project, readJson<string[]>(entry.evidence));
  const kind =
    entry.actual !== null ? 'milestone-reached' : entry.correction_reason !== null ? 'correction' : 'progress-entry';
  const body = {
    entry: entry.id,
    item: entry.item,
    version: entry.version,
    dataDate: entry.data_date,
    method: entry.method,
    measurement: withoutMoney(entry.measurement),
    percentBp: entry.percent_bp,
    before: withoutMoney(entry.before),
    correction: entry.correction_reason,
    actual: entry.actual,
    evidence: photos.map(({ body: { evidence = '', sha256 = '' } }) => ({ evidence, sha256 })),
    by: entry.posted_as,
    postedAt: entry.posted_at,
    verifiedBy: entry.verified_as,
    approvedBy: entry.approved_as,
    publishedAt: entry.published_at,
    projectPercentBp: entry.project_bp,
    baselineRevision: entry.baseline_revision,
    provenance: readJson<{ kind: string }>(entry.provenance).kind,
  };
  const sealed = {
    person: entry.posted_by,
    verifier: entry.verified_by,
    approver: entry.approved_by,
    note: entry.note,
    correctionNote: entry.correction_note,
    ...(entry.method === 'cost-ratio' && {
      amounts: { measurement: readJson<Json>(entry.measurement), before: readJson<Json>(entry.before) },
    }),
  };
  const post = {
    kind,
    subject: `entry:${entry.id}`,
    body,
    sealed,
  } as const;
  return [...(await dropSealed(db, project, photos)), post];
}

/** A share of money spent is public, the money is not: its sums stand in the commitment alone. */
function withoutMoney(measurement: string | null): Json {
  const said = readJson<{ method?: string } & Record<string, Json>>(measurement);
  return said?.method === 'cost-ratio' ? { method: said.method } : (said as Json);
}

async function draftPhotos(db: Reader, project: string, ids: readonly string[]): Promise<LedgerDraft[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('evidence')
    .select(['id', 'sha256', 'bytes', 'media_type', 'taken_at', 'uploaded_at'])
    .where('project', '=', project)
    .where('id', 'in', ids)
    .execute();
  // In the order of the post, which is the order in which they are shown.
  const inOrder = rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return inOrder.map((row) => ({
    kind: 'evidence' as const,
    subject: `evidence:${row.id}`,
    body: {
      evidence: row.id,
      sha256: row.sha256,
      bytes: row.bytes,
      mediaType: row.media_type,
      takenAt: row.taken_at,
      uploadedAt: row.uploaded_at,
    },
    sealed: {},
  }));
}

/** A photo that an earlier post carried was sealed with that. */
async function dropSealed(db: Reader, project: string, drafts: readonly LedgerDraft[]): Promise<LedgerDraft[]> {
  if (drafts.length === 0) return [];
  const subjects = drafts.map((draft) => draft.subject);
  const rows = await db
    .selectFrom('ledger_record')
    .select('subject')
    .where('project', '=', project)
    .where('subject', 'in', subjects)
    .execute();
  const known = new Set(rows.map((row) => row.subject));
  return drafts.filter((draft) => !known.has(draft.subject));
}

/**
 * What is sealed of an approved plan: a digest over all that was approved, so that one weight, phase or working day changed
 * is found. Records without `planForm` are from before it was over more than items and curve (LEDGER10).
 */
export async function draftRevision(db: Reader, project: string, revision: number): Promise<LedgerDraft> {
  const row = await db
    .selectFrom('baseline_revision')
    .selectAll()
    .where('project', '=', project)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  const items = await db
    .selectFrom('baseline_item')
    .select(['code', 'weight', 'baseline', 'cancelled', 'total', 'phase', 'start'])
    .where('project', '=', project)
    .where('revision', '=', revision)
    .orderBy('code')
    .execute();
  const curve = await db
    .selectFrom('plan_point')
    .select(['date', 'planned_bp'])
    .where('project', '=', project)
    .where('revision', '=', revision)
    .orderBy('date')
    .execute();
  const plan = {
    items: items.map((item) => ({ ...item })),
    curve: curve.map((point) => ({ ...point })),
    ...(await readFrame(db, project, revision)),
    weightBasis: row.weight_basis,
    content: row.hash,
  };
  return {
    kind: 'baseline-revision',
    subject: `baseline:${revision}`,
    body: {
      revision,
      planForm: 2,
      planSha256: await digestText(toCanonicalJson(plan)),
      items: items.length,
      weightsSha256: await digestWeights(items.map((item) => (item.cancelled === 1 ? { ...item, weight: 0 } : item))),
      weightSum: items.reduce((sum, item) => sum + item.weight, 0),
      plannedFinish: curve.at(-1)?.date ?? null,
      approvedAt: row.approved_at,
      provenance: readJson<{ kind: string }>(row.provenance).kind,
    },
    sealed: { person: row.approved_by, reason: row.reason },
  };
}

/** The phases and the working days of a revision, as they are kept. */
async function readFrame(db: Reader, project: string, revision: number): Promise<{ phases: Json; calendar: Json }> {
  const phases = await db
    .selectFrom('plan_phase')
    .select(['code', 'parent', 'position', 'title'])
    .where('project', '=', project)
    .where('revision', '=', revision)
    .orderBy('position')
    .execute();
  const calendar = await db
    .selectFrom('plan_calendar')
    .select('content')
    .where('project', '=', project)
    .where('revision', '=', revision)
    .executeTakeFirst();
  const rows = phases.map((phase) => ({ ...phase, title: readJson<Json>(phase.title) }));
  return { phases: rows, calendar: readJson<Json>(calendar?.content ?? null) };
}

/** What is sealed of a posted cost: that there is one. Its sum is in the commitment alone. */
export async function draftCost(db: Reader, project: string, id: string): Promise<LedgerDraft> {
  const row = await db
    .selectFrom('cost_entry')
    .selectAll()
    .where('project', '=', project)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { period, currency, basis, source, corrects, note } = row;
  return {
    kind: 'cost-sealed',
    subject: `cost:${id}`,
    body: { cost: id, postedAt: row.posted_at, provenance: readJson<{ kind: string }>(row.provenance).kind },
    sealed: {
      person: row.posted_by,
      cost: { period, currency, basis, source, corrects, note, amountMinor: row.amount_minor },
    },
  };
}

/** What is sealed of a budget or count of money that was taken over whole, likewise. */
export async function draftCount(db: Reader, project: string, seq: number): Promise<LedgerDraft> {
  const row = await db
    .selectFrom('project_cost')
    .selectAll()
    .where('project', '=', project)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return {
    kind: 'cost-sealed',
    subject: `count:${row.seq}`,
    body: { cost: `count-${row.seq}`, postedAt: null, provenance: readJson<{ kind: string }>(row.provenance).kind },
    sealed: {
      cost: {
        countedOn: row.counted_on,
        currency: row.currency,
        budgetMinor: row.budget_minor,
        actualCostMinor: row.actual_cost_minor,
      },
    },
  };
}

/** What is sealed of a signature on an acceptance act, or of its withdrawal. Who signed is a commitment; the slot is not. */
export async function draftSignOff(db: Reader, project: string, id: string): Promise<LedgerDraft> {
  const row = await db
    .selectFrom('sign_off as sign')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'sign.project').onRef('item.code', '=', 'sign.item'),
    )
    .selectAll('sign')
    .select('item.provenance')
    .where('sign.project', '=', project)
    .where('sign.id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    kind: 'sign-off',
    subject: `sign-off:${id}`,
    body: {
      signOff: id,
      milestone: row.item,
      slot: row.slot,
      act: row.act,
      by: row.signed_as,
      signedAt: row.at,
      correction: row.reason,
      provenance: readJson<{ kind: string }>(row.provenance).kind,
    },
    sealed: { person: row.person, correctionNote: row.note },
  };
}
