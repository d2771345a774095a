import type { ItemPhase } from '../items/schedule-item.ts';
import type { ExportedCalendar, ExportedItem, ScheduleExport } from '../schedule-export.ts';
import { toDayCount } from '../text/day.ts';
import { writeDuration } from '../text/duration.ts';
import { weightAlias } from './mspdi-weight.ts';

const minutesPerDay = 480;
/** MS Project's own id of a task's field Number1, in which the weight travels. */
const weightField = '188743767';

/**
 * MS Project XML with one task for each item, below a summary task for each phase, and the plan's calendar. Elements stand in
 * the order of the schema, because MS Project reads them in no other. A duration counts the working days of the plan.
 */
export function writeMspdi(plan: ScheduleExport): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Project xmlns="http://schemas.microsoft.com/project">',
    element('SaveVersion', '14'),
    element('Name', `${plan.project.code}.xml`),
    element('Title', plan.project.title),
    ...(plan.calendar === null ? [] : [element('CalendarUID', '1')]),
    element('MinutesPerDay', String(plan.calendar?.minutesPerDay ?? minutesPerDay)),
    element(
      'MinutesPerWeek',
      String((plan.calendar?.minutesPerDay ?? minutesPerDay) * (plan.calendar?.week.length ?? 7)),
    ),
    element('DaysPerMonth', '30'),
    element('BaselineForEarnedValue', '0'),
    ...(plan.dataDate === null ? [] : [element('StatusDate', `${plan.dataDate}T17:00:00`)]),
    '<ExtendedAttributes><ExtendedAttribute>',
    element('FieldID', weightField),
    element('FieldName', 'Number1'),
    element('Alias', weightAlias),
    '</ExtendedAttribute></ExtendedAttributes>',
    ...(plan.calendar === null ? [] : writeCalendar(plan.calendar)),
    '<Tasks>',
    ...listRows(plan).flatMap((row, index) => writeRow(row, index, plan.calendar?.minutesPerDay ?? minutesPerDay)),
    '</Tasks>',
    '</Project>',
  ];
  return `${lines.join('\n')}\n`;
}

/** A line of the outline: a phase, or an item in it. */
interface Row {
  level: number;
  outline: string;
  phase: ItemPhase | null;
  item: ExportedItem | null;
}

/** The phases with what lies in them, in the order of the plan; what lies in none comes last. */
function listRows(plan: ScheduleExport): Row[] {
  const rows: Row[] = [];
  const known = new Set(plan.phases.map((phase) => phase.code));
  const add = (parent: string | null, level: number, above: string): void => {
    let number = 0;
    const next = (): string => `${above}${(number += 1)}`;
    const items = plan.items.filter((item) => (known.has(item.phase ?? '') ? item.phase : null) === parent);
    const phases = plan.phases.filter((phase) => (known.has(phase.parent ?? '') ? phase.parent : null) === parent);
    for (const phase of phases) {
      const outline = next();
      rows.push({ level, outline, phase, item: null });
      add(phase.code, level + 1, `${outline}.`);
    }
    for (const item of items) rows.push({ level, outline: next(), phase: null, item });
  };
  add(null, 1, '');
  return rows;
}

function writeRow({ level, outline, phase, item }: Row, index: number, dayMinutes: number): string[] {
  const number = String(index + 1);
  if (item) return writeTask(item, { number, outline, level: String(level), dayMinutes });
  return [
    '<Task>',
    element('UID', number),
    element('ID', number),
    element('Name', phase?.title.en ?? phase?.code ?? ''),
    element('IsNull', '0'),
    element('WBS', phase?.code ?? ''),
    element('OutlineNumber', outline),
    element('OutlineLevel', String(level)),
    element('Summary', '1'),
    '</Task>',
  ];
}

function writeTask(
  item: ExportedItem,
  place: { number: string; outline: string; level: string; dayMinutes: number },
): string[] {
  const { number, outline, level, dayMinutes } = place;
  const start = item.start ?? item.finish;
  const span = item.start === null || item.finish === null ? 0 : toDayCount(item.finish) - toDayCount(item.start) + 1;
  const days = item.workDays ?? span;
  const finish = item.actual ?? item.forecast ?? item.finish;
  const isPhysical = item.method !== 'none';
  return [
    '<Task>',
    element('UID', number),
    element('ID', number),
    element('Name', item.title.en ?? item.code),
    element('IsNull', '0'),
    element('WBS', item.code),
    element('OutlineNumber', outline),
    element('OutlineLevel', level),
    ...optional('Start', start, 'T08:00:00'),
    ...optional('Finish', finish, 'T17:00:00'),
    element('Duration', writeDuration(days * dayMinutes)),
    element('DurationFormat', '7'),
    element('Milestone', item.start === null ? '1' : '0'),
    element('Summary', '0'),
    element('PercentComplete', item.actual === null ? '0' : '100'),
    ...(item.actual === null ? [] : optional('ActualStart', minDay(start, item.actual), 'T08:00:00')),
    ...optional('ActualFinish', item.actual, 'T17:00:00'),
    // Whole percent by the schema; the exact number is in the CSV and JSON exports.
    ...(isPhysical ? [element('PhysicalPercentComplete', String(Math.floor((item.percentBp ?? 0) / 100)))] : []),
    element('EarnedValueMethod', isPhysical ? '1' : '0'),
    '<ExtendedAttribute>',
    element('FieldID', weightField),
    element('Value', String(item.weight)),
    '</ExtendedAttribute>',
    ...writeBaseline(item),
    '</Task>',
  ];
}

/** One stretch of work a day from 8:00, or from midnight where a day is longer than that leaves room for. */
function writeCalendar({ name, week, minutesPerDay: dayMinutes, exceptions }: ExportedCalendar): string[] {
  const from = dayMinutes > 960 ? 0 : 480;
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
  const times = [
    '<WorkingTimes><WorkingTime>',
    element('FromTime', clock(from)),
    element('ToTime', clock(from + dayMinutes)),
    '</WorkingTime></WorkingTimes>',
  ];
  const days = [7, 1, 2, 3, 4, 5, 6].flatMap((weekday, index) => [
    '<WeekDay>',
    element('DayType', String(index + 1)),
    element('DayWorking', week.includes(weekday) ? '1' : '0'),
    ...(week.includes(weekday) ? times : []),
    '</WeekDay>',
  ]);
  const others = exceptions.flatMap((exception) => [
    '<Exception>',
    element('EnteredByOccurrences', '0'),
    '<TimePeriod>',
    element('FromDate', `${exception.from}T00:00:00`),
    element('ToDate', `${exception.to}T23:59:00`),
    '</TimePeriod>',
    element('Name', exception.name ?? ''),
    element('Type', '1'),
    element('DayWorking', exception.works ? '1' : '0'),
    ...(exception.works ? times : []),
    '</Exception>',
  ]);
  return [
    '<Calendars><Calendar>',
    element('UID', '1'),
    element('Name', name),
    element('IsBaseCalendar', '1'),
    '<WeekDays>',
    ...days,
    '</WeekDays>',
    ...(others.length > 0 ? ['<Exceptions>', ...others, '</Exceptions>'] : []),
    '</Calendar></Calendars>',
  ];
}

function writeBaseline(item: ExportedItem): string[] {
  if (item.finish === null) return [];
  return [
    '<Baseline>',
    element('Number', '0'),
    ...optional('Start', item.start, 'T08:00:00'),
    element('Finish', `${item.finish}T17:00:00`),
    '</Baseline>',
  ];
}

function minDay(one: string | null, other: string): string {
  return one !== null && one < other ? one : other;
}

function optional(name: string, day: string | null, time: string): string[] {
  return day === null ? [] : [element(name, day + time)];
}

function element(name: string, value: string): string {
  return `<${name}>${escapeXml(value)}</${name}>`;
}

/** XML 1.0 has no way to write most control characters: they are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
