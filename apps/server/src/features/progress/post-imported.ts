import type { ImportedProgress, Measurement } from '@sitecast/contract';
import { compareFractions } from '@sitecast/progress';
import type { Step } from '../../platform/actor.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import { announceNumbers } from './announce-post.ts';
import { countMeasurement } from './count-measurement.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { announceEntry, insertPending } from './pending-entry.ts';
import { readPlan, toShare, type Plan, type PlanItem } from './plan.ts';
import { writeEntry, type PublishParts } from './publish-entry.ts';
import { readPublishingRule } from './publishing-rule.ts';
import { toWhole } from './record-reached.ts';
import type { Submission } from './submission.ts';

/** What a schedule file says of progress, proposed by one person with its plan and approved by another. */
export interface ImportedPost {
  readonly project: string;
  readonly items: readonly ImportedProgress[];
  readonly proposed: Step;
  readonly approved: Step;
  readonly nowMs: number;
  readonly requestId: string;
}

/**
 * Posts it after the plan came into force, never without the second person who approved that. Where the project wants a verifier
 * and an approver apart, each becomes a draft that still needs both; otherwise it is published. What was counted further
 * meanwhile, would fall or cannot be counted from a percent alone is left out.
 */
export async function postImported(
  tx: Tx,
  parts: PublishParts & { createId(): string },
  post: ImportedPost,
): Promise<void> {
  const { project, nowMs, proposed, approved, requestId } = post;
  const rule = await readPublishingRule(tx, project);
  const latest = await readLatestDataDate(tx, project);
  const changed: string[] = [];
  for (const said of post.items) {
    const plan = await readPlan(tx, project);
    const item = plan?.items.find((one) => one.code === said.code);
    if (!plan || !item || item.cancelled || item.state === 'done') continue;
    const isForecast = await keepForecast(tx, project, said);
    const submission = toSubmission(plan, item, said, { project, id: parts.createId(), latest });
    if (submission && rule === 'verified-and-approved') {
      await insertPending(tx, { submission, rule, posted: proposed });
      await announceEntry(tx, parts, { project, id: submission.id, nowMs });
    } else if (submission) {
      const approval = { posted: proposed, verified: rule === 'verified-is-approved' ? approved : null, approved };
      await writeEntry(tx, parts, { submission, approval, nowMs, requestId });
    }
    if (isForecast || submission) changed.push(item.code);
  }
  for (const code of changed) {
    const milestone = await parts.readMilestone(tx, project, code);
    await appendEvent(tx, {
      project,
      atMs: nowMs,
      audience: 'public',
      type: 'milestone:posted',
      payload: { milestone },
    });
  }
  if (changed.length > 0) await announceNumbers(tx, parts, { project, atMs: nowMs });
}

async function keepForecast(tx: Tx, project: string, { code, forecast, actual }: ImportedProgress): Promise<boolean> {
  if (forecast === null || actual !== null) return false;
  await tx
    .updateTable('item_state')
    .set({ forecast: JSON.stringify({ from: forecast, to: forecast, precision: 'day' }) })
    .where('project', '=', project)
    .where('code', '=', code)
    .execute();
  return true;
}

function toSubmission(
  plan: Plan,
  item: PlanItem,
  said: ImportedProgress,
  about: { project: string; id: string; latest: string | null },
): Submission | null {
  const measurement = said.actual === null ? countImported(plan, item, said) : toWhole(item);
  if (said.actual === null) {
    const share = toShare(item, measurement);
    const before = toShare(item, item.measurement);
    const isBehind = about.latest !== null && said.dataDate < about.latest;
    if (share === null || isBehind || (before !== null && compareFractions(share, before) <= 0)) return null;
  }
  return {
    id: about.id,
    project: about.project,
    kind: said.actual === null ? 'progress' : 'reached',
    item: item.code,
    title: null,
    milestoneKind: item.kind,
    version: item.version,
    dataDate: said.actual ?? said.dataDate,
    measurement,
    before: item.measurement,
    correction: null,
    actual: said.actual,
    note: null,
    evidence: [],
  };
}

/** The measurement that an item's own method makes of what the file says; null where a percent alone is no count of it. */
function countImported(plan: Plan, item: PlanItem, said: ImportedProgress): Measurement | null {
  const { percentBp, done, steps, started } = said;
  if (percentBp === null) return null;
  switch (item.method) {
    case 'estimate':
      return { method: 'estimate', percentBp };
    case 'start-finish':
      return { method: 'start-finish', started: percentBp > 0 || started !== null, finished: percentBp === 10_000 };
    case 'units': {
      const total = item.measurement?.method === 'units' ? item.measurement.total : item.plannedTotal;
      if (total === null) return null;
      return { method: 'units', done: done ?? (percentBp / 10_000) * total, total };
    }
    case 'steps': {
      const reached = item.steps
        .map((step) => step.code)
        .filter((code) => percentBp === 10_000 || steps.includes(code));
      return { method: 'steps', reached };
    }
    case 'time-ratio':
      return item.start === null || item.finish === null
        ? null
        : countMeasurement(plan, item, { method: 'time-ratio' }, said.dataDate);
    case 'weighted-units':
    case 'cost-ratio':
    case 'none':
      return null;
  }
}
