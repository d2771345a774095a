import type { ImportedProgress } from '@sitecast/contract';
import type { ScheduleFault, ScheduleItem } from '@sitecast/schedule';
import type { CurrentItem, CurrentPlan } from './current-plan.ts';

/**
 * What a file says of progress beyond what stands here. A percent that would fall needs a correction by a person, and what is
 * reached stays reached: both are said and left aside. A file without a data date says nothing of progress (invariant 2).
 */
export function toImportedProgress(
  current: CurrentPlan,
  items: readonly ScheduleItem[],
  dataDate: string | null,
): { progress: ImportedProgress[]; kept: ScheduleFault[] } {
  const known = new Map(current.items.map((item) => [item.code, item]));
  const kept: ScheduleFault[] = [];
  const progress: ImportedProgress[] = [];
  if (dataDate === null) return { progress, kept };
  for (const item of items) {
    const old = known.get(item.code);
    if (old?.isDone === true || old?.isCancelled === true) continue;
    const falls = item.percentBp !== null && (old?.percentBp ?? 0) > item.percentBp;
    if (falls) {
      const value = `${(old?.percentBp ?? 0) / 100} %`;
      kept.push({ code: 'progress.kept', line: item.line, field: item.code, value });
    }
    const said = toClaim(item, old, dataDate, falls);
    if (said) progress.push(said);
  }
  return { progress, kept };
}

/** null: nothing that is not known here already. */
function toClaim(
  item: ScheduleItem,
  old: CurrentItem | undefined,
  dataDate: string,
  falls: boolean,
): ImportedProgress | null {
  const moved = !falls && (item.percentBp ?? 0) !== (old?.percentBp ?? 0);
  const isReached = item.actual !== null && !falls;
  const forecast = item.forecast !== null && item.forecast !== old?.forecast ? item.forecast : null;
  if (!moved && !isReached && forecast === null) return null;
  return {
    code: item.code,
    dataDate,
    percentBp: moved ? item.percentBp : null,
    done: moved ? item.done : null,
    steps: moved ? item.steps.filter((step) => step.isComplete === true).map((step) => step.code) : [],
    started: item.started,
    actual: isReached ? item.actual : null,
    forecast,
  };
}
