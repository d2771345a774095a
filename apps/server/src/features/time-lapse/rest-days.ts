import type { TimeLapseSettings, WorkCalendarView } from '@sitecast/contract';
import { addDays, createWorkCalendar } from '@sitecast/progress';

/** As many days as the recorder takes; of more, the newest. */
const mostDates = 1_000;

/**
 * The days on which a site rests by its calendar, between two days. A weekday that is ever worked by an exception is no
 * resting one: its free days are then named one by one. null: every day is worked.
 */
export function toRestDays(
  calendar: WorkCalendarView | null,
  { from, to }: { from: string; to: string },
): TimeLapseSettings['rest'] {
  if (calendar === null) return { weekdays: [], dates: [] };
  const { isWorkDay } = createWorkCalendar(calendar);
  const free: string[] = [];
  const worked = new Set(calendar.week);
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (isWorkDay(day)) worked.add(toWeekday(day));
    else free.push(day);
  }
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((weekday) => !worked.has(weekday));
  return { weekdays, dates: free.filter((day) => worked.has(toWeekday(day))).slice(-mostDates) };
}

function toWeekday(date: string): number {
  return new Date(`${date}T00:00:00.000Z`).getUTCDay() || 7;
}
