import {
  fromSundayFirst,
  joinExceptions,
  usualWeek,
  type CalendarException,
  type PlanCalendar,
} from '../calendars/plan-calendar.ts';
import type { FaultList } from '../fault.ts';
import { parseDay } from '../text/day.ts';
import { cleanTitle } from '../text/title.ts';
import { readChild, type XmlNode } from './read-records.ts';

/** A calendar of MS Project XML; a day of the week that it does not name is as usual. */
export function readMspdiCalendar(node: XmlNode, minutesPerDay: number, faults: FaultList): PlanCalendar {
  const list = (name: string): XmlNode[] => node.children.find((child) => child.name === name)?.children ?? [];
  const week = new Set(usualWeek);
  const exceptions: CalendarException[] = [];
  for (const day of list('WeekDays')) {
    const works = readChild(day, 'DayWorking') === '1';
    const type = Number(readChild(day, 'DayType'));
    if (type >= 1 && type <= 7) {
      if (works) week.add(fromSundayFirst(type));
      else week.delete(fromSundayFirst(type));
      // Older files write an exception as a day of the week without a number.
    } else exceptions.push(...toException(day, works, faults));
  }
  for (const exception of list('Exceptions')) {
    // A rule (every year, every second Friday) is not a day; what it means is not guessed.
    if (Number(readChild(exception, 'Type') ?? '1') > 1) {
      faults.warn('calendar.rule', { line: exception.line, field: readChild(exception, 'Name') ?? 'Exception' });
    } else exceptions.push(...toException(exception, readChild(exception, 'DayWorking') === '1', faults));
  }
  return {
    id: readChild(node, 'UID') ?? '',
    name: cleanTitle(readChild(node, 'Name') ?? '').slice(0, 200),
    minutesPerDay,
    week: week.size > 0 ? [...week].sort((a, b) => a - b) : [...usualWeek],
    exceptions: joinExceptions(exceptions),
  };
}

function toException(node: XmlNode, works: boolean, faults: FaultList): CalendarException[] {
  const period = node.children.find((child) => child.name === 'TimePeriod');
  if (!period) return [];
  const day = (name: string) =>
    parseDay(readChild(period, name), { line: period.line, field: `TimePeriod/${name}` }, faults);
  const [from, to] = [day('FromDate'), day('ToDate')];
  const name = cleanTitle(readChild(node, 'Name') ?? '').slice(0, 80) || null;
  return from === null || to === null || to < from ? [] : [{ from, to, works, name }];
}
