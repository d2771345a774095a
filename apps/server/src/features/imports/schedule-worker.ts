/** The thread in which a file that nobody trusts is read: it may be ended at any moment and takes nothing with it. */
import { parentPort } from 'node:worker_threads';
import { createWorkCalendar } from '@sitecast/progress';
import { drawPlanCurve, findPlanCalendar, readSchedule, sayNetwork, toItems } from '@sitecast/schedule';
import type { ReadingAnswer, ReadingRequest } from './reading.ts';
import { toWorkCalendar } from './to-calendar.ts';

parentPort?.on('message', (request: ReadingRequest) => parentPort?.postMessage(read(request)));

function read({ bytes, today, calendar: own }: ReadingRequest): ReadingAnswer {
  const { plan, format, faults } = readSchedule(bytes, { today });
  if (plan === null || format === null) return refuse();
  const { items, phases, basis, spans } = toItems(plan, faults);
  const found = findPlanCalendar(plan);
  const calendar = found && toWorkCalendar(found);
  const used = calendar ?? own;
  const curve = drawPlanCurve(spans, used ? createWorkCalendar(used).workedUpTo : undefined);
  if (curve === null && !faults.hasErrors) faults.error('dates.none');
  if (curve === null || faults.hasErrors) return refuse();
  return {
    kind: 'read',
    format,
    tool: plan.tool,
    sourceProject: plan.project.title ?? plan.project.code,
    dataDate: plan.dataDate,
    activities: plan.activities.length,
    basis,
    items,
    phases,
    calendar,
    network: sayNetwork(plan),
    curve,
    warnings: faults.warnings,
    warningCount: faults.warningCount,
  };

  function refuse(): ReadingAnswer {
    const { errors, errorCount, warnings } = faults;
    return { kind: 'refused', format, errors, errorCount, warnings };
  }
}
