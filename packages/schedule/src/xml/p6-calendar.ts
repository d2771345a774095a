import { joinExceptions, usualWeek, type PlanCalendar } from '../calendars/plan-calendar.ts';
import type { FaultList } from '../fault.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount } from '../text/number.ts';
import { cleanTitle } from '../text/title.ts';
import { readChild, type XmlNode } from './read-records.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const defaultMinutesPerDay = 480;

/** A calendar of P6 XML: its working week, its holidays and its exceptions. */
export function readP6Calendar(node: XmlNode, faults: FaultList): PlanCalendar {
  const hours = parseAmount(readChild(node, 'HoursPerDay'), { line: node.line, field: 'HoursPerDay' }, faults);
  const list = (name: string): XmlNode[] => node.children.find((child) => child.name === name)?.children ?? [];
  const week = list('StandardWorkWeek').flatMap((day) => {
    const number = weekdays.indexOf(readChild(day, 'DayOfWeek') ?? '') + 1;
    return number > 0 && hasWork(day) ? [number] : [];
  });
  const exceptions = list('HolidayOrExceptions').flatMap((exception) => {
    const day = parseDay(readChild(exception, 'Date'), { line: exception.line, field: 'HolidayOrException' }, faults);
    return day === null ? [] : [{ from: day, to: day, works: hasWork(exception), name: null }];
  });
  return {
    id: readChild(node, 'ObjectId') ?? '',
    name: cleanTitle(readChild(node, 'Name') ?? '').slice(0, 200),
    minutesPerDay: hours ? Math.round(hours * 60) : defaultMinutesPerDay,
    week: week.length > 0 ? [...new Set(week)].sort((a, b) => a - b) : [...usualWeek],
    exceptions: joinExceptions(exceptions),
  };
}

/** An empty WorkTime stands where nobody works. */
function hasWork(node: XmlNode): boolean {
  return node.children.some((child) => child.name === 'WorkTime' && readChild(child, 'Start') !== undefined);
}
