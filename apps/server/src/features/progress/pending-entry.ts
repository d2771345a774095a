import type { EntryState, EntryView, EvidenceView, PublishingRule, Role } from '@sitecast/contract';
import { rollUp, toBasisPoints } from '@sitecast/progress';
import type { Actor, Step } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import { readPlan, toShare, toWeightedItem, type Plan, type PlanItem } from './plan.ts';
import type { Submission } from './submission.ts';
import type { EntryDecisionTable, PendingEntryTable } from './tables.ts';

/** Read models of other features that a waiting post is shown with. */
export interface WaitingReaders {
  readEvidence(db: Reader, ids: readonly string[]): Promise<EvidenceView[]>;
}

/** A post that is not public, and how far it came. */
export interface PendingEntry {
  readonly submission: Submission;
  readonly rule: PublishingRule;
  readonly posted: Step;
  readonly state: EntryState;
  readonly verified: Step | null;
  /** What ended it. */
  readonly decided: Step | null;
}

/** null: no such entry in this project. */
export async function findPending(db: Reader, project: string, id: string): Promise<PendingEntry | null> {
  const row = await db
    .selectFrom('pending_entry')
    .selectAll()
    .where('id', '=', id)
    .where('project', '=', project)
    .executeTakeFirst();
  if (!row) return null;
  const steps = await db.selectFrom('entry_decision').selectAll().where('entry', '=', id).orderBy('seq').execute();
  return toPending(row, steps);
}

/** All that wait, and the newest of those decided; newest first. */
export async function listPending(db: Reader, project: string, decidedShown: number): Promise<PendingEntry[]> {
  const open = await db
    .selectFrom('pending_entry as entry')
    .leftJoin('entry_decision as last', (join) =>
      join.onRef('last.entry', '=', 'entry.id').on('last.decision', '<>', 'verified'),
    )
    .select('entry.id')
    .where('entry.project', '=', project)
    .where('last.seq', 'is', null)
    .execute();
  const decided = await db
    .selectFrom('pending_entry as entry')
    .innerJoin('entry_decision as last', 'last.entry', 'entry.id')
    .select('entry.id')
    .where('entry.project', '=', project)
    .where('last.decision', '<>', 'verified')
    .orderBy('last.seq', 'desc')
    .limit(decidedShown)
    .execute();
  const ids = [...open, ...decided].map((row) => row.id);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('pending_entry')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('posted_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const steps = await db.selectFrom('entry_decision').selectAll().where('entry', 'in', ids).orderBy('seq').execute();
  return rows.map((row) =>
    toPending(
      row,
      steps.filter((step) => step.entry === row.id),
    ),
  );
}

export async function insertPending(
  tx: Tx,
  entry: { submission: Submission; rule: PublishingRule; posted: Step },
): Promise<void> {
  const { submission, rule, posted } = entry;
  await tx
    .insertInto('pending_entry')
    .values({
      id: submission.id,
      project: submission.project,
      item: submission.item,
      content: JSON.stringify(submission),
      rule,
      posted_by: posted.by.id,
      posted_name: posted.by.name,
      posted_as: posted.by.role,
      posted_at: toInstant(posted.atMs),
    })
    .execute();
}

export async function insertDecision(
  tx: Tx,
  entry: string,
  decision: EntryDecisionTable['decision'],
  step: Step,
): Promise<void> {
  await tx
    .insertInto('entry_decision')
    .values({
      entry,
      decision,
      decided_by: step.by.id,
      decided_name: step.by.name,
      decided_as: step.by.role,
      decided_at: toInstant(step.atMs),
      reason: step.reason,
    })
    .execute();
}

/** Ends what waits on items that something newer says. */
export async function supersedeWaiting(
  tx: Tx,
  readers: WaitingReaders,
  parts: { project: string; items: readonly string[]; except: string | null; by: Actor; nowMs: number },
): Promise<void> {
  const { project, items, by, nowMs } = parts;
  for (const entry of await listPending(tx, project, 0)) {
    const { id, item } = entry.submission;
    if (id === parts.except || item === null || !items.includes(item)) continue;
    await insertDecision(tx, id, 'superseded', { by, atMs: nowMs, reason: null });
    await announceEntry(tx, readers, { project, id, nowMs });
  }
}

/** Tells the people of the project where a post stands; nobody else (INV5). */
export async function announceEntry(
  tx: Tx,
  readers: WaitingReaders,
  about: { project: string; id: string; nowMs: number },
): Promise<EntryView> {
  const pending = await findPending(tx, about.project, about.id);
  if (!pending) throw new Error('an entry is announced that is not there');
  const entry = await toEntryView(tx, readers, pending, await readPlan(tx, about.project));
  const { project, nowMs } = about;
  await appendEvent(tx, { project, atMs: nowMs, audience: 'manage', type: 'entry:changed', payload: { entry } });
  return entry;
}

/** A waiting post with what it would change. */
export async function toEntryView(
  db: Reader,
  readers: WaitingReaders,
  pending: PendingEntry,
  plan: Plan | null,
): Promise<EntryView> {
  const { submission } = pending;
  const item = plan?.items.find((one) => one.code === submission.item) ?? null;
  const isOpen = pending.state === 'draft' || pending.state === 'verified';
  const standing = isOpen && item ? item.measurement : submission.before;
  return {
    id: submission.id,
    project: submission.project,
    kind: submission.kind,
    item: submission.item,
    title: item?.title ?? submission.title ?? { en: '' },
    milestoneKind: submission.milestoneKind,
    method: item?.method ?? 'none',
    unit: item?.unit ?? null,
    dataDate: submission.dataDate,
    actual: submission.actual,
    before: toMeasured(item, standing),
    after: toMeasured(item, submission.measurement),
    projectBeforeBp: isOpen ? measureProject(plan, null) : null,
    projectAfterBp: isOpen ? measureProject(plan, submission) : null,
    correction: submission.correction,
    note: submission.note,
    evidence: await readers.readEvidence(db, submission.evidence),
    rule: pending.rule,
    state: pending.state,
    posted: toStepView(pending.posted),
    verified: pending.verified && toStepView(pending.verified),
    decided: pending.decided && toStepView(pending.decided),
  };
}

function toPending(row: PendingEntryTable, steps: readonly EntryDecisionTableRow[]): PendingEntry {
  const verified = steps.find((step) => step.decision === 'verified');
  const end = steps.find((step) => step.decision !== 'verified');
  const by = { id: row.posted_by, name: row.posted_name, role: row.posted_as as Role };
  return {
    submission: readJson<Submission>(row.content),
    rule: row.rule as PublishingRule,
    posted: { by, atMs: Date.parse(row.posted_at), reason: null },
    state: end?.decision ?? verified?.decision ?? 'draft',
    verified: verified ? toStep(verified) : null,
    decided: end ? toStep(end) : null,
  };
}

type EntryDecisionTableRow = Omit<EntryDecisionTable, 'seq'> & { seq: number };

function toStep(row: EntryDecisionTableRow): Step {
  const by = { id: row.decided_by, name: row.decided_name, role: row.decided_as as Role };
  return { by, atMs: Date.parse(row.decided_at), reason: row.reason };
}

export function toStepView(step: Step): EntryView['posted'] {
  return { by: { ...step.by }, at: toInstant(step.atMs), reason: step.reason };
}

function toMeasured(item: PlanItem | null, measurement: Submission['measurement']): EntryView['before'] {
  const share = item && toShare(item, measurement);
  const counted = toCount(measurement);
  const reached = measurement?.method === 'steps' ? measurement.reached : [];
  return {
    percentBp: share && toBasisPoints(share),
    done: counted?.done ?? null,
    total: counted?.total ?? null,
    ...(measurement?.method === 'weighted-units' && {
      parts: measurement.parts.map(({ code, done, total }) => {
        const step = item?.steps.find((one) => one.code === code);
        return { title: step?.title ?? { en: code }, unit: step?.unit ?? null, done, total };
      }),
    }),
    reached: item?.steps.filter((step) => reached.includes(step.code)).map((step) => step.title) ?? [],
  };
}

/** What was counted of how much, where a number says it; money as whole tenge, for the people of the project. */
function toCount(measurement: Submission['measurement']): { done: number; total: number } | null {
  switch (measurement?.method) {
    case 'units':
      return measurement;
    case 'time-ratio':
      return { done: measurement.elapsedDays, total: measurement.totalDays };
    case 'cost-ratio':
      return { done: measurement.spentMinor / 100, total: measurement.budgetMinor / 100 };
    default:
      return null;
  }
}

function measureProject(plan: Plan | null, change: Submission | null): number | null {
  if (!plan) return null;
  const items = plan.items.map((item) =>
    change?.item === item.code ? { ...item, measurement: change.measurement ?? item.measurement } : item,
  );
  const { share } = rollUp(items.map(toWeightedItem), plan.revision);
  return share && toBasisPoints(share);
}
