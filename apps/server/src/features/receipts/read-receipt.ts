import type { ProjectReceipt, Provenance } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { findRule } from './find-rule.ts';
import { listPosts, listWeighing } from './list-posts.ts';
import type { ReceiptParts, Standing } from './parts.ts';

/** What the numbers of a project rest on, as of a day (null: the newest); null where there is no such project. */
export function readReceipt(parts: ReceiptParts, project: string, asOf: string | null): Promise<ProjectReceipt | null> {
  return parts.store.db.transaction().execute(async (db) => {
    const row = await db
      .selectFrom('project')
      .select(['code', 'zone', 'weight_basis', 'provenance'])
      .where('code', '=', project)
      .executeTakeFirst();
    if (!row) return null;
    const now = toInstant(parts.clock.now());
    const standing = await parts.readStanding(db, row, asOf);
    const posts = await listPosts(db, parts, { project, asOf, items: standing.items });
    const corrections = await parts.listCorrections(db, project, asOf);
    return {
      project,
      asOf,
      dataDate: standing.dataDate,
      percentBp: standing.percentBp,
      plannedBp: standing.plannedBp,
      weightBasis: row.weight_basis,
      weightSum: standing.weightSum,
      publishingRule: await findRule(db, parts, { project, asOf, posts }),
      baseline: await readBaseline(db, project, standing),
      posts,
      itemCount: listWeighing(standing.items).length,
      corrections,
      head: await parts.readHead(db, project),
      zone: row.zone,
      provenance: standing.provenance ?? readJson<Provenance>(row.provenance),
      serverNow: now,
    };
  });
}

async function readBaseline(db: Reader, project: string, { revision }: Standing): Promise<ProjectReceipt['baseline']> {
  if (revision === null) return null;
  const row = await db
    .selectFrom('baseline_revision as base')
    .leftJoin('ledger_record as record', (join) =>
      join.onRef('record.project', '=', 'base.project').on('record.subject', '=', `baseline:${revision}`),
    )
    .select(['base.proposed_as', 'base.approved_as', 'base.approved_at', 'record.n'])
    .where('base.project', '=', project)
    .where('base.revision', '=', revision)
    .executeTakeFirst();
  if (!row) return null;
  return {
    revision,
    proposedBy: row.proposed_as,
    approvedBy: row.approved_as,
    approvedAt: row.approved_at,
    record: row.n,
  };
}
