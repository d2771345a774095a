import type { FaultList } from '../fault.ts';
import { createActivity, type ActivityKind, type PercentType, type PlanActivity } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount, parseNumber, parsePercent } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { readChild, type XmlNode } from './read-records.ts';

const kinds: Record<string, ActivityKind> = {
  'Start Milestone': 'start-milestone',
  'Finish Milestone': 'finish-milestone',
};
const percentTypes: Record<string, PercentType> = { Physical: 'physical', Duration: 'duration', Units: 'units' };
const percentFields: Record<PercentType, string> = {
  physical: 'PhysicalPercentComplete',
  duration: 'DurationPercentComplete',
  units: 'UnitsPercentComplete',
  reported: 'PercentComplete',
};

/** One activity of P6 XML: hours are decimal, percents are fractions of 1. */
export function readP6Activity(node: XmlNode, faults: FaultList): PlanActivity {
  const read = (name: string): string | undefined => readChild(node, name);
  const at = (field: string) => ({ line: node.line, field });
  const day = (name: string) => parseDay(read(name), at(name), faults);
  const hours = (name: string) => toMinutes(parseAmount(read(name), at(name), faults));
  const percent = (name: string) => parsePercent(read(name), at(name), faults, 1);
  const activity = createActivity(cleanTitle(read('Id') ?? ''), node.line);
  const float = parseNumber(read('TotalFloat'), at('TotalFloat'), faults);
  const work = (hours('PlannedLaborUnits') ?? 0) + (hours('PlannedNonLaborUnits') ?? 0);
  activity.title = toTitle(read('Name') ?? '', at('Name'), faults);
  activity.wbs = read('WBSObjectId') || null;
  activity.kind = kinds[read('Type') ?? ''] ?? 'task';
  activity.weight = parseAmount(read('EstimatedWeight'), at('EstimatedWeight'), faults);
  activity.budgetMinor = readCost(node, faults);
  activity.workMinutes = work || null;
  activity.durationMinutes = hours('PlannedDuration');
  activity.remainingMinutes = hours('RemainingDuration');
  activity.calendar = read('CalendarObjectId') || null;
  activity.percentType = percentTypes[read('PercentCompleteType') ?? ''] ?? 'reported';
  activity.isComplete = read('Status') === 'Completed';
  const own = percent(percentFields[activity.percentType]);
  activity.percentBp = activity.isComplete ? 10_000 : (own ?? percent('PercentComplete'));
  activity.plannedStart = day('PlannedStartDate');
  activity.plannedFinish = day('PlannedFinishDate');
  activity.actualStart = day('ActualStartDate');
  activity.actualFinish = day('ActualFinishDate');
  activity.forecastStart = day('StartDate') ?? activity.plannedStart;
  activity.forecastFinish = day('FinishDate') ?? activity.plannedFinish;
  activity.totalFloatMinutes = float === null ? null : Math.round(float * 60);
  return activity;
}

function readCost(node: XmlNode, faults: FaultList): number | null {
  const names = ['PlannedLaborCost', 'PlannedNonLaborCost', 'PlannedMaterialCost', 'PlannedExpenseCost'];
  const costs = names.map((field) => parseAmount(readChild(node, field), { line: node.line, field }, faults) ?? 0);
  return Math.round(costs.reduce((sum, cost) => sum + cost, 0) * 100) || null;
}

function toMinutes(hours: number | null): number | null {
  return hours === null ? null : Math.round(hours * 60);
}
