import type { WorkCalendarView } from '@sitecast/contract';
import { addDays, countDays } from '@sitecast/progress';
import type { PlanCalendar } from '@sitecast/schedule';

const longestDays = 366;
const mostExceptions = 400;

/**
 * The calendar of a file as a project's own: its holidays stand in it one by one, so no list is kept beside them. A stretch
 * longer than a year is said in pieces.
 */
export function toWorkCalendar(calendar: PlanCalendar): WorkCalendarView {
  return {
    name: calendar.name.trim() || calendar.id || 'calendar',
    week: calendar.week,
    minutesPerDay: Math.min(1_440, Math.max(30, calendar.minutesPerDay)),
    holidays: 'none',
    exceptions: calendar.exceptions.flatMap(cutToYears).slice(-mostExceptions),
  };
}

function cutToYears(exception: PlanCalendar['exceptions'][number]): WorkCalendarView['exceptions'] {
  const pieces: WorkCalendarView['exceptions'] = [];
  for (let from = exception.from; from <= exception.to && pieces.length < 20;) {
    const to = countDays(from, exception.to) >= longestDays ? addDays(from, longestDays - 1) : exception.to;
    pieces.push({ from, to, works: exception.works, name: exception.name });
    from = addDays(to, 1);
  }
  return pieces;
}
