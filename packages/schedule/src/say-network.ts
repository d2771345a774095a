import type { PlanNetwork } from './network.ts';
import type { Plan } from './plan.ts';

/** The order of the work as the file has it, and its calendars, for whoever looks at the file before taking it over. */
export function sayNetwork(plan: Plan): PlanNetwork & { calendars: CalendarUse[] } {
  const used = new Map<string, number>();
  let critical = 0;
  let lowestFloatMinutes: number | null = null;
  for (const { calendar, isCritical, totalFloatMinutes: float } of plan.activities) {
    if (calendar !== null) used.set(calendar, (used.get(calendar) ?? 0) + 1);
    if (isCritical === true) critical += 1;
    if (float !== null && (lowestFloatMinutes === null || float < lowestFloatMinutes)) lowestFloatMinutes = float;
  }
  const calendars = plan.calendars.map(({ id, name, minutesPerDay, week, exceptions }) => ({
    name,
    minutesPerDay,
    week,
    exceptions: exceptions.length,
    activities: used.get(id) ?? 0,
  }));
  return {
    relations: plan.relations,
    critical,
    lowestFloatMinutes,
    calendars: calendars.toSorted((a, b) => b.activities - a.activities).slice(0, 20),
  };
}

interface CalendarUse {
  name: string;
  minutesPerDay: number;
  week: number[];
  /** Stretches of days. */
  exceptions: number;
  activities: number;
}
