import type { Plan } from '../plan.ts';
import type { PlanCalendar } from './plan-calendar.ts';

/** The calendar by which most of the plan's work is done; null where its activities name none. */
export function findPlanCalendar(plan: Pick<Plan, 'calendars' | 'activities'>): PlanCalendar | null {
  const work = new Map<string, number>();
  for (const { calendar, kind, durationMinutes } of plan.activities) {
    if (calendar === null || kind !== 'task') continue;
    work.set(calendar, (work.get(calendar) ?? 0) + Math.max(1, durationMinutes ?? 0));
  }
  const named = plan.calendars.filter((calendar) => work.has(calendar.id));
  const [first] = named.toSorted((a, b) => (work.get(b.id) ?? 0) - (work.get(a.id) ?? 0));
  // MS Project leaves the calendar of a task out where it is the project's own.
  return first ?? (plan.calendars.length === 1 ? (plan.calendars[0] ?? null) : null);
}
