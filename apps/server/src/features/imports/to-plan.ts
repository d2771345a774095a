import type { FuzzyDate, LocalText, MilestoneKind, PlanItemView, PlanPhase, ProgressMethod } from '@sitecast/contract';
import type { ScheduleItem } from '@sitecast/schedule';
import { readJson } from '../../platform/json-column.ts';
import type { CurrentItem, CurrentPlan } from './current-plan.ts';

/**
 * The whole plan as the next revision shall say it: the file's items, then those that it does not name. Of these the planned
 * ones are cancelled, with weight 0; what no plan foresaw stays as it is.
 */
export function toPlan(current: CurrentPlan, items: readonly ScheduleItem[]): PlanItemView[] {
  const known = new Map(current.items.map((item) => [item.code, item]));
  const named = new Set(items.map((item) => item.code));
  return [
    ...items.map((item) => toPlanItem(item, known.get(item.code))),
    ...current.items
      .filter((item) => !named.has(item.code))
      .map((item) => ({ ...toStanding(item), weight: 0, cancelled: item.isPlanned })),
  ];
}

/**
 * The phases of the file, with the titles that stand here in every language; those of items that the file does not name stay.
 * undefined: the file says nothing of phases.
 */
export function mergePhases(
  current: CurrentPlan,
  items: readonly ScheduleItem[],
  said: readonly PlanPhase[],
): PlanPhase[] | undefined {
  if (said.length === 0) return undefined;
  const known = new Map(current.phases.map((phase) => [phase.code, phase]));
  const named = new Set(items.map((item) => item.code));
  const phases = said.map((phase) => ({ ...phase, title: mergeTitle(known.get(phase.code)?.title, phase.title) }));
  const codes = new Set(phases.map((phase) => phase.code));
  for (const item of current.items) {
    let code = named.has(item.code) ? null : item.phase;
    while (code !== null && !codes.has(code)) {
      const phase = known.get(code);
      if (!phase) break;
      phases.push(phase);
      codes.add(code);
      code = phase.parent;
    }
  }
  return phases;
}

function toPlanItem(item: ScheduleItem, old: CurrentItem | undefined): PlanItemView {
  const before = old && toStanding(old);
  const method = (item.method as ProgressMethod | null) ?? before?.method ?? toMethod(item);
  const steps = item.steps.length > 0 ? (item.steps as PlanItemView['steps']) : (before?.steps ?? []);
  return {
    code: item.code,
    title: mergeTitle(before?.title, item.title as LocalText),
    kind: (item.kind as MilestoneKind | null) ?? before?.kind ?? (item.isMilestone ? 'contractual' : 'phase-gate'),
    weight: item.weight,
    method,
    unit: item.unit ?? before?.unit ?? null,
    total: method === 'units' ? (item.total ?? before?.total ?? null) : null,
    steps: method === 'steps' || method === 'weighted-units' ? steps : [],
    // A window ("autumn 2027") whose last day the file repeats stays as exact as it is.
    baseline:
      item.finish === null || item.finish === before?.baseline?.to ? (before?.baseline ?? null) : toDay(item.finish),
    cancelled: false,
    phase: item.phase ?? before?.phase ?? null,
    start: item.start,
    ...(method === 'start-finish' && before?.startCreditBp !== undefined && { startCreditBp: before.startCreditBp }),
  };
}

function toStanding(item: CurrentItem): PlanItemView {
  return {
    code: item.code,
    title: item.title as LocalText,
    kind: item.kind as MilestoneKind,
    weight: item.weight,
    method: item.method as ProgressMethod,
    unit: item.unit,
    total: item.method === 'units' ? item.total : null,
    steps: item.steps as PlanItemView['steps'],
    baseline: readJson<FuzzyDate>(item.baseline),
    cancelled: item.isCancelled,
    phase: item.phase,
    start: item.start,
    ...(item.method === 'start-finish' && { startCreditBp: item.startCreditBp }),
  };
}

/** A percent of a file is somebody's judgement unless rules of credit stand beside it. */
function toMethod(item: ScheduleItem): ProgressMethod {
  if (item.isMilestone) return item.weight > 0 ? 'start-finish' : 'none';
  return item.steps.some((step) => step.weight > 0) ? 'steps' : 'estimate';
}

/** A file of one language that repeats a title known here changes none of the others. */
function mergeTitle(old: LocalText | undefined, said: LocalText): LocalText {
  if (!old) return said;
  return Object.values(old).includes(said.en ?? '') ? { ...said, ...old } : { ...old, ...said };
}

function toDay(day: string): FuzzyDate {
  return { from: day, to: day, precision: 'day' };
}
