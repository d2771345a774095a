import { joinExceptions, usualWeek, type PlanCalendar } from '../calendars/plan-calendar.ts';
import type { FaultList } from '../fault.ts';
import { parseAmount, type NumberSigns } from '../text/number.ts';
import { cleanTitle } from '../text/title.ts';
import { readCalendarData } from './calendar-data.ts';
import { openRow, type XerFile } from './table-rows.ts';

const defaultMinutesPerDay = 480;
/** A calendar may stand on another one; a chain longer than this is a circle. */
const longestChain = 8;

/** The calendars of a XER file with their weeks and exceptions, those of the calendar they stand on included. */
export function readXerCalendars(file: XerFile, signs: NumberSigns, faults: FaultList): PlanCalendar[] {
  const table = file.tables.get('CALENDAR');
  if (!table) return [];
  const bases = new Map<string, string>();
  const own = table.rows.map((row) => {
    const cell = openRow(table, row);
    const hours = parseAmount(cell('day_hr_cnt'), { line: row.line, field: 'day_hr_cnt' }, faults, signs);
    const id = cell('clndr_id');
    bases.set(id, cell('base_clndr_id'));
    const data = cell('clndr_data');
    const said = readCalendarData(data);
    if (said === null && data.trim() !== '') faults.warn('calendar.unread', { line: row.line, field: id });
    return {
      id,
      name: cleanTitle(cell('clndr_name')).slice(0, 200),
      minutesPerDay: hours ? Math.round(hours * 60) : defaultMinutesPerDay,
      week: said?.week ?? [...usualWeek],
      exceptions: said?.exceptions ?? [],
    };
  });
  const byId = new Map(own.map((calendar) => [calendar.id, calendar]));
  return own.map((calendar) => {
    const below = [];
    let base = bases.get(calendar.id) ?? '';
    for (let step = 0; step < longestChain && base !== '' && base !== calendar.id; step += 1) {
      below.push(...(byId.get(base)?.exceptions ?? []));
      base = bases.get(base) ?? '';
    }
    const days = new Set(calendar.exceptions.map((one) => one.from));
    const inherited = below.filter((one) => !days.has(one.from));
    return { ...calendar, exceptions: joinExceptions([...inherited, ...calendar.exceptions]) };
  });
}
