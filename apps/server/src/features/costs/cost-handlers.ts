import { Refusal, type PostCostRequest } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { seesCosts } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import { sql } from 'kysely';
import type { Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import type { CostParts } from './parts.ts';
import { postBudget } from './post-budget.ts';
import { listBudgets, listCosts, toCostView } from './read-costs.ts';

export function createCostHandlers(parts: CostParts): HandlersOf<'cost.post' | 'costs.list' | 'budget.post'> {
  const { store, clock, ids } = parts;
  return {
    'costs.list': async (call) => {
      await readZone(store.db, call.params.project);
      if (!seesCosts(call.caller)) return { items: [], budgets: [] };
      const { project } = call.params;
      return { items: await listCosts(store.db, project, null), budgets: await listBudgets(store.db, project) };
    },

    'budget.post': (call) => call.write((tx) => postBudget(tx, parts, call)),

    'cost.post': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        const cost = call.body;
        const zone = await readZone(tx, project);
        const atMs = clock.now();
        const today = toLocalDate(toInstant(atMs), zone);
        await checkPeriod(tx, { project, cost, today });
        const actor = call.caller.principal?.id ?? 'visitor';
        const row = {
          id: ids.createId(),
          project,
          period: cost.period,
          currency: 'KZT' as const,
          amount_minor: cost.amountMinor,
          basis: cost.basis,
          source: cost.source,
          corrects: cost.corrects ?? null,
          note: cost.note ?? null,
          posted_by: actor,
          posted_at: toInstant(atMs),
          provenance: JSON.stringify(await parts.readPostProvenance(tx, today)),
        };
        await tx.insertInto('cost_entry').values(row).execute();
        await parts.sealCost(tx, project, row.id);
        await appendAudit(tx, {
          atMs,
          actor,
          action: row.corrects === null ? 'cost.post' : 'cost.correct',
          entity: 'cost',
          entityId: `${project}/${row.id}`,
          requestId: call.requestId,
          // The amount stays in its own table: the audit is read by people who may not see money.
          detail: { period: row.period, basis: row.basis, corrects: row.corrects },
        });
        const figures = await parts.readFigures(tx, project);
        await appendEvent(tx, { atMs, audience: 'investor', project, type: 'figures:updated', payload: { figures } });
        return toCostView(row);
      }),
  };
}

/**
 * A period is over, comes after the last count that was taken over whole, and never before one that is posted: what
 * stood at a past data date must go on standing there. A correction is booked in the newest period, as in any ledger.
 */
async function checkPeriod(
  tx: Tx,
  { project, cost, today }: { project: string; cost: PostCostRequest; today: string },
): Promise<void> {
  if (cost.period > today) {
    throw new Refusal('progress.future', {
      detail: `today is ${today} at the site`,
      fields: [{ field: 'period', message: 'lies after today at the site' }],
    });
  }
  const count = await tx
    .selectFrom('project_cost')
    .select((eb) => eb.fn.countAll<number>().as('budgets'))
    .select(sql<string | null>`max(counted_on) filter (where actual_cost_minor is not null)`.as('day'))
    .where('project', '=', project)
    .executeTakeFirst();
  if (!count || count.budgets === 0) {
    throw new Refusal('request.invalid', { fields: [{ field: 'project', message: 'has no budget yet' }] });
  }
  const posted = await tx
    .selectFrom('cost_entry')
    .select((eb) => eb.fn.max('period').as('period'))
    .where('project', '=', project)
    .where('basis', '=', cost.basis)
    .executeTakeFirst();
  const latest = posted?.period ?? null;
  if ((count.day !== null && cost.period <= count.day) || (latest !== null && cost.period < latest)) {
    throw new Refusal('progress.before-data-date', {
      fields: [{ field: 'period', message: 'lies before a period that is counted already' }],
      current: { dataDate: latest ?? count.day },
    });
  }
  if (cost.corrects == null) return;
  const corrected = await tx
    .selectFrom('cost_entry')
    .select(['project', 'basis'])
    .where('id', '=', cost.corrects)
    .executeTakeFirst();
  if (corrected?.project !== project || corrected.basis !== cost.basis) {
    throw new Refusal('request.invalid', {
      fields: [{ field: 'corrects', message: 'is no entry of this project and basis' }],
    });
  }
}
