import type { ExportedItem, ScheduleExport } from '../schedule-export.ts';
import { toDayCount } from '../text/day.ts';
import { writeDuration } from '../text/duration.ts';
import { weightAlias } from './mspdi-weight.ts';

const minutesPerDay = 480;
/** MS Project's own id of a task's field Number1, in which the weight travels. */
const weightField = '188743767';

/**
 * MS Project XML with one task for each item. Elements stand in the order of the schema, because MS Project reads them in
 * no other. A duration counts every calendar day as a working day: the plan knows days, not shifts.
 */
export function writeMspdi(plan: ScheduleExport): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<Project xmlns="http://schemas.microsoft.com/project">',
    element('SaveVersion', '14'),
    element('Name', `${plan.project.code}.xml`),
    element('Title', plan.project.title),
    element('MinutesPerDay', String(minutesPerDay)),
    element('MinutesPerWeek', String(minutesPerDay * 7)),
    element('DaysPerMonth', '30'),
    element('BaselineForEarnedValue', '0'),
    ...(plan.dataDate === null ? [] : [element('StatusDate', `${plan.dataDate}T17:00:00`)]),
    '<ExtendedAttributes><ExtendedAttribute>',
    element('FieldID', weightField),
    element('FieldName', 'Number1'),
    element('Alias', weightAlias),
    '</ExtendedAttribute></ExtendedAttributes>',
    '<Tasks>',
    ...plan.items.flatMap(writeTask),
    '</Tasks>',
    '</Project>',
  ];
  return `${lines.join('\n')}\n`;
}

function writeTask(item: ExportedItem, index: number): string[] {
  const number = String(index + 1);
  const start = item.start ?? item.finish;
  const days = item.start === null || item.finish === null ? 0 : toDayCount(item.finish) - toDayCount(item.start) + 1;
  const finish = item.actual ?? item.forecast ?? item.finish;
  const isPhysical = item.method !== 'none';
  return [
    '<Task>',
    element('UID', number),
    element('ID', number),
    element('Name', item.title.en ?? item.code),
    element('IsNull', '0'),
    element('WBS', item.code),
    element('OutlineNumber', number),
    element('OutlineLevel', '1'),
    ...optional('Start', start, 'T08:00:00'),
    ...optional('Finish', finish, 'T17:00:00'),
    element('Duration', writeDuration(days * minutesPerDay)),
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
