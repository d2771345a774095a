import type { FaultList } from '../fault.ts';
import { createActivity, type PlanActivity } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseDuration } from '../text/duration.ts';
import { parseAmount, parseNumber, parsePercent } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { readChild, type XmlNode } from './read-records.ts';

/** What the project says about the fields of its tasks. */
export interface MspdiFields {
  /** The number of the baseline that counts, 0–10. */
  baseline: string;
  /** The id of the extended attribute that carries the weight; null: none does. */
  weight: string | null;
}

/**
 * A task's own code where somebody wrote one; where WBS only repeats the outline, which is renumbered at every change, the
 * UID, which stays.
 */
export function toMspdiCode(task: XmlNode): string {
  const wbs = cleanTitle(readChild(task, 'WBS') ?? '');
  const uid = readChild(task, 'UID') ?? '';
  return wbs === '' || wbs === readChild(task, 'OutlineNumber') ? (uid === '' ? '' : `U${uid}`) : wbs;
}

/** One task that has no tasks below it. */
export function readMspdiTask(task: XmlNode, fields: MspdiFields, faults: FaultList): PlanActivity {
  const read = (name: string): string | undefined => readChild(task, name);
  const at = (field: string) => ({ line: task.line, field });
  const day = (name: string) => parseDay(read(name), at(name), faults);
  const duration = (name: string) => parseDuration(read(name), at(name), faults);
  const activity = createActivity(toMspdiCode(task), task.line);
  const isPhysical = read('EarnedValueMethod') === '1';
  const percent = parsePercent(read('PercentComplete'), at('PercentComplete'), faults, 100);
  const physical = parsePercent(read('PhysicalPercentComplete'), at('PhysicalPercentComplete'), faults, 100);
  const calendar = read('CalendarUID');
  // Tenths of a minute, and below zero for what is late.
  const slack = parseNumber(read('TotalSlack'), at('TotalSlack'), faults);
  activity.title = toTitle(read('Name') ?? '', at('Name'), faults);
  activity.kind = read('Milestone') === '1' ? 'finish-milestone' : 'task';
  activity.budgetMinor = toMinor(parseAmount(read('Cost'), at('Cost'), faults));
  activity.workMinutes = duration('Work') || null;
  activity.durationMinutes = duration('Duration');
  activity.remainingMinutes = duration('RemainingDuration');
  activity.calendar = calendar === undefined || calendar === '-1' ? null : calendar;
  activity.percentBp = isPhysical ? physical : percent;
  activity.percentType = isPhysical ? 'physical' : 'duration';
  activity.forecastStart = day('Start');
  activity.forecastFinish = day('Finish');
  activity.actualStart = day('ActualStart');
  activity.actualFinish = day('ActualFinish');
  activity.isComplete = activity.actualFinish !== null || (percent === 10_000 && activity.actualStart !== null);
  activity.totalFloatMinutes = slack === null ? null : Math.round(slack / 10);
  activity.isCritical = read('Critical') === undefined ? null : read('Critical') === '1';
  addBaseline(activity, task, fields, faults);
  if (fields.weight !== null) {
    const attribute = task.children.find(
      (child) => child.name === 'ExtendedAttribute' && readChild(child, 'FieldID') === fields.weight,
    );
    activity.weight = parseAmount(attribute && readChild(attribute, 'Value'), at('ExtendedAttribute'), faults);
  }
  return activity;
}

function addBaseline(activity: PlanActivity, task: XmlNode, fields: MspdiFields, faults: FaultList): void {
  const baseline = task.children.find(
    (child) => child.name === 'Baseline' && (readChild(child, 'Number') ?? '0') === fields.baseline,
  );
  if (!baseline) return;
  const at = (field: string) => ({ line: baseline.line, field: `Baseline/${field}` });
  activity.baselineStart = parseDay(readChild(baseline, 'Start'), at('Start'), faults);
  activity.baselineFinish = parseDay(readChild(baseline, 'Finish'), at('Finish'), faults);
  const cost = toMinor(parseAmount(readChild(baseline, 'Cost'), at('Cost'), faults));
  const work = parseDuration(readChild(baseline, 'Work'), at('Work'), faults);
  // The plan weighs by what was planned, not by what it costs now.
  if (cost) activity.budgetMinor = cost;
  if (work) activity.workMinutes = work;
}

/** Costs are written in hundredths already, so that 100000 is 1,000.00. */
function toMinor(cost: number | null): number | null {
  return cost === null || cost === 0 ? null : Math.round(cost);
}
