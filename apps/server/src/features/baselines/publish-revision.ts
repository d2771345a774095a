import { createHash } from 'node:crypto';
import { appendAudit } from '../../platform/audit.ts';
import type { Step } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import type { BaselineParts } from './parts.ts';
import {
  readStandingPlan,
  type PlanContent,
  type PlanFrame,
  type StandingItem,
  type StandingPlan,
} from './plan-content.ts';
import { listSlips } from './list-slips.ts';

/** A plan that was proposed by one person and approved by another. */
export interface ApprovedPlan {
  readonly project: string;
  readonly content: PlanContent;
  readonly reason: string;
  readonly proposed: Step;
  readonly approved: Step;
  readonly nowMs: number;
  readonly requestId: string;
}

/**
 * The one place where a plan comes into force: numbered, hashed, from now on immutable. What was measured counts under
 * the new weights and totals at once; where that moves the percent, the history keeps what stood there before and
 * names the revision (invariant 9). All in the caller's transaction. Returns its number.
 */
export async function publishRevision(tx: Tx, parts: BaselineParts, plan: ApprovedPlan): Promise<number> {
  const { project, content, reason, proposed, approved, nowMs } = plan;
  const standing = await readStandingPlan(tx, parts, project);
  const before = await parts.readProgress(tx, project);
  const revision = standing.revision + 1;
  const bytes = JSON.stringify(content);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const provenance = JSON.stringify(await parts.readPostProvenance(tx, toInstant(nowMs).slice(0, 10)));
  await tx
    .insertInto('baseline_revision')
    .values({
      project,
      revision,
      reason,
      approved_by: approved.by.id,
      approved_at: toInstant(nowMs),
      hash,
      provenance,
      proposed_as: proposed.by.role,
      approved_as: approved.by.role,
      content: bytes,
      weight_basis: content.weightBasis,
    })
    .execute();
  await insertContent(tx, parts.openItem, { project, revision, provenance, content, standing });
  await parts.sealRevision(tx, project, revision);
  const changed = await rescaleItems(tx, parts, plan, standing);
  await parts.supersedeDrafts(tx, { project, items: changed, by: approved.by, nowMs });
  await recordPercent(tx, parts, { project, revision, before });
  await appendAudit(tx, {
    atMs: nowMs,
    actor: approved.by.id,
    action: 'baseline.approve',
    entity: 'baseline',
    entityId: `${project}/${revision}`,
    requestId: plan.requestId,
    detail: { hash, reason, proposedBy: proposed.by.id },
  });
  await parts.announceNumbers(tx, { project, atMs: nowMs });
  const milestones = await parts.listMilestones(tx, project);
  const slips = await listSlips(tx, project);
  const payload = { progress: await parts.readProgress(tx, project), milestones, slips };
  await appendEvent(tx, { project, atMs: nowMs, audience: 'public', type: 'baseline:revised', payload });
  return revision;
}

async function insertContent(
  tx: Tx,
  openItem: BaselineParts['openItem'],
  parts: { project: string; revision: number; provenance: string; content: PlanContent; standing: StandingPlan },
): Promise<void> {
  const { project, revision, provenance, content, standing } = parts;
  if (content.curve.length > 0) {
    const points = content.curve.map((point) => ({ project, revision, date: point.date, planned_bp: point.plannedBp }));
    await tx.insertInto('plan_point').values(points).execute();
  }
  await insertFrame(tx, project, revision, content);
  for (const [position, item] of content.items.entries()) {
    const { code, kind, method, unit } = item;
    const steps = JSON.stringify(item.steps);
    const credit = item.startCreditBp ?? 0;
    const said = { title: JSON.stringify(item.title), kind, method, unit, steps, position, start_credit_bp: credit };
    if (standing.items.some((one) => one.code === code)) {
      await tx.updateTable('plan_item').set(said).where('project', '=', project).where('code', '=', code).execute();
    } else {
      await tx
        .insertInto('plan_item')
        .values({ ...said, project, code, provenance })
        .execute();
      await openItem(tx, project, code);
    }
    await tx
      .insertInto('baseline_item')
      .values({
        project,
        revision,
        code,
        weight: item.weight,
        baseline: item.baseline && JSON.stringify(item.baseline),
        cancelled: item.cancelled ? 1 : 0,
        total: item.total,
        phase: item.phase ?? null,
        start: item.start ?? null,
      })
      .execute();
  }
}

async function insertFrame(tx: Tx, project: string, revision: number, { phases, calendar }: PlanFrame): Promise<void> {
  const rows = phases.map(({ code, parent, title }, position) => {
    return { project, revision, code, parent, position, title: JSON.stringify(title) };
  });
  if (rows.length > 0) await tx.insertInto('plan_phase').values(rows).execute();
  if (calendar === null) return;
  await tx
    .insertInto('plan_calendar')
    .values({ project, revision, content: JSON.stringify(calendar) })
    .execute();
}

/** Returns the items that are counted otherwise from now on. */
async function rescaleItems(
  tx: Tx,
  parts: BaselineParts,
  plan: ApprovedPlan,
  standing: StandingPlan,
): Promise<string[]> {
  const { project, content, reason, proposed, approved, nowMs } = plan;
  const changed: string[] = [];
  for (const { code, total, ...item } of content.items) {
    const before = standing.items.find((one) => one.code === code);
    if (!before) continue;
    const isCounted = isCountedAlike(before, { code, total, ...item });
    if (!isCounted || item.cancelled !== before.cancelled) changed.push(code);
    if (isCounted || total === null || before.measurement?.method !== 'units') continue;
    const id = parts.ids.createId();
    await parts.recordScope(tx, { id, project, code, total, reason, proposed, approved, nowMs });
  }
  return changed;
}

function isCountedAlike(before: StandingItem, after: PlanContent['items'][number]): boolean {
  const rules = (item: PlanContent['items'][number]) =>
    JSON.stringify([
      item.method,
      item.unit,
      item.total ?? before.total,
      item.steps.map((one) => [one.code, one.weight, one.total ?? null, one.unit ?? null]),
      item.startCreditBp ?? 0,
    ]);
  return rules(before) === rules(after);
}

/** What the project stands at under the new plan, at the data date it had. */
async function recordPercent(
  tx: Tx,
  parts: BaselineParts,
  about: { project: string; revision: number; before: { percentBp: number | null; dataDate: string | null } },
): Promise<void> {
  const { project, revision, before } = about;
  const now = await parts.readProgress(tx, project);
  if (before.dataDate === null || now.percentBp === null) return;
  const hasMoved = before.percentBp !== null && before.percentBp !== now.percentBp;
  await tx
    .insertInto('percent_history')
    .values({
      project,
      data_date: before.dataDate,
      percent_bp: now.percentBp,
      baseline_revision: revision,
      entry: null,
      corrected_from_bp: hasMoved ? before.percentBp : null,
      correction_reason: hasMoved ? 'scope' : null,
    })
    .execute();
}
