import type { LocalText, MilestoneKind, Provenance } from '@sitecast/contract';
import type { Step } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import type { PlanItemTable } from './tables.ts';

export interface UnplannedMilestone {
  project: string;
  title: LocalText;
  kind: MilestoneKind;
  actual: string;
  note: string | null;
  evidence: readonly string[];
  entryId: string;
  posted: Step;
  verified: Step | null;
  approved: Step | null;
  /** When it becomes public. */
  nowMs: number;
  provenance: Provenance;
}

/** Adds a milestone no plan foresaw: done, listed after the others, without weight. Returns its code. */
export async function addMilestone(tx: Tx, post: UnplannedMilestone): Promise<string> {
  const { project } = post;
  const rows = await tx.selectFrom('plan_item').select(['code', 'position']).where('project', '=', project).execute();
  const code = findFreeCode(rows.map((row) => row.code));
  const { verified, approved } = post;
  const postedAt = toInstant(post.posted.atMs);
  const publishedAt = toInstant(post.nowMs);
  const evidence = JSON.stringify(post.evidence);
  const item: PlanItemTable = {
    project,
    code,
    position: Math.max(0, ...rows.map((row) => row.position)) + 1,
    title: JSON.stringify(post.title),
    kind: post.kind,
    method: 'none',
    unit: null,
    steps: '[]',
    start_credit_bp: 0,
    provenance: JSON.stringify(post.provenance),
  };
  await tx.insertInto('plan_item').values(item).execute();
  await tx
    .insertInto('item_state')
    .values({
      project,
      code,
      version: 1,
      state: 'done',
      measurement: null,
      percent_bp: null,
      data_date: post.actual,
      forecast: null,
      actual: post.actual,
      reached_at: publishedAt,
      note: post.note,
      evidence,
      posted_by: post.posted.by.role,
      posted_at: postedAt,
      verified_as: verified?.by.role ?? null,
      approved_as: approved?.by.role ?? null,
    })
    .execute();
  await tx
    .insertInto('progress_entry')
    .values({
      id: post.entryId,
      project,
      item: code,
      version: 1,
      data_date: post.actual,
      method: 'none',
      measurement: null,
      percent_bp: null,
      before: null,
      correction_reason: null,
      correction_note: null,
      actual: post.actual,
      note: post.note,
      evidence,
      posted_by: post.posted.by.id,
      posted_as: post.posted.by.role,
      posted_at: postedAt,
      verified_by: verified?.by.id ?? null,
      verified_as: verified?.by.role ?? null,
      approved_by: approved?.by.id ?? null,
      approved_as: approved?.by.role ?? null,
      published_at: publishedAt,
    })
    .execute();
  return code;
}

/** `X01`, `X02`, …: an own row of codes, so that a re-planned `M14` never meets one. */
function findFreeCode(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const code = `X${String(number).padStart(2, '0')}`;
    if (!taken.includes(code)) return code;
  }
}
