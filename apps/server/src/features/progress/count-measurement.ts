import { Refusal, type Measurement, type PostedMeasurement } from '@sitecast/contract';
import { createWorkCalendar, type WorkCalendar } from '@sitecast/progress';
import type { Plan, PlanItem } from './plan.ts';

/**
 * What a post says as it is kept. Time that has passed is counted here, in working days of the project's own calendar from
 * the first planned day to the last: nobody types it. @throws Refusal where the plan knows no such days
 */
export function countMeasurement(
  plan: Pick<Plan, 'calendar'>,
  item: Pick<PlanItem, 'start' | 'finish'>,
  posted: PostedMeasurement,
  dataDate: string,
): Measurement {
  if (posted.method !== 'time-ratio') return posted;
  const { start, finish } = item;
  if (start === null || finish === null || start > finish) {
    throw new Refusal('progress.method', {
      fields: [{ field: 'item', message: 'has no first and last planned day to count time between' }],
    });
  }
  const calendar = createWorkCalendar(plan.calendar ?? everyDay);
  const totalDays = Math.max(1, countBoth(calendar, start, finish));
  const elapsedDays = dataDate < start ? 0 : Math.min(totalDays, countBoth(calendar, start, dataDate));
  return { method: 'time-ratio', elapsedDays, totalDays };
}

/** A plan that names no calendar works every day. */
const everyDay = {
  name: 'every day',
  week: [1, 2, 3, 4, 5, 6, 7],
  minutesPerDay: 480,
  holidays: 'none' as const,
  exceptions: [],
};

function countBoth(calendar: WorkCalendar, from: string, to: string): number {
  return calendar.countWorkDays(from, to) + (calendar.isWorkDay(from) ? 1 : 0);
}
