import { Refusal, type BudgetView } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { Call } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import type { CostParts } from './parts.ts';

/**
 * Sets the budget from a day on. That day is not before a day whose figures are published: what stood at a past data
 * date goes on standing there (INV3).
 */
export async function postBudget(tx: Tx, parts: CostParts, call: Call<'budget.post'>): Promise<BudgetView> {
  const { project } = call.params;
  const { from, budgetMinor, source } = call.body;
  const atMs = parts.clock.now();
  const today = toLocalDate(toInstant(atMs), await readZone(tx, project));
  await checkDay(tx, project, from, today);
  const posted = await parts.readPostProvenance(tx, today);
  const provenance = posted.source === null ? posted : { ...posted, source: { ...posted.source, title: source } };
  const { seq } = await tx
    .insertInto('project_cost')
    .values({
      project,
      counted_on: from,
      currency: 'KZT',
      budget_minor: budgetMinor,
      actual_cost_minor: null,
      provenance: JSON.stringify(provenance),
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await parts.sealCount(tx, project, seq);
  await appendAudit(tx, {
    atMs,
    actor: call.caller.principal?.id ?? 'visitor',
    action: 'budget.post',
    entity: 'budget',
    entityId: `${project}/${seq}`,
    requestId: call.requestId,
    // The amount stays in its own table: the audit is read by people who may not see money.
    detail: { from },
  });
  const figures = await parts.readFigures(tx, project);
  await appendEvent(tx, { atMs, audience: 'investor', project, type: 'figures:updated', payload: { figures } });
  return { from, currency: 'KZT', budgetMinor, provenance };
}

async function checkDay(tx: Tx, project: string, from: string, today: string): Promise<void> {
  if (from > today) {
    throw new Refusal('progress.future', { fields: [{ field: 'from', message: 'lies after today at the site' }] });
  }
  const before = await tx
    .selectFrom('project_cost')
    .select((eb) => eb.fn.max('counted_on').as('day'))
    .where('project', '=', project)
    .executeTakeFirst();
  // The first budget of a project may begin before its first figures: without one they had no money at all.
  if (before?.day == null) return;
  const shown = await tx
    .selectFrom('percent_history')
    .select((eb) => eb.fn.max('data_date').as('day'))
    .where('project', '=', project)
    .executeTakeFirst();
  const newest = [before.day, shown?.day ?? ''].toSorted().at(-1) ?? before.day;
  if (from <= newest) {
    throw new Refusal('progress.before-data-date', {
      fields: [{ field: 'from', message: 'lies on or before a day whose figures are published' }],
      current: { dataDate: newest },
    });
  }
}
