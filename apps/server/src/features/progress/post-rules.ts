import { Refusal, type Measurement } from '@sitecast/contract';
import { compareFractions, toLocalDate } from '@sitecast/progress';
import { toInstant } from '../../platform/clock.ts';
import { toShare, type PlanItem } from './plan.ts';

/** A day cannot be counted before it is over the zone's calendar, nor go back behind what is already published. */
export function checkDataDate(parts: { dataDate: string; latest: string | null; zone: string; nowMs: number }): void {
  const fields = [{ field: 'dataDate', message: 'is not a day this project can count now' }];
  checkNotFuture({ day: parts.dataDate, field: 'dataDate', zone: parts.zone, nowMs: parts.nowMs });
  if (parts.latest !== null && parts.dataDate < parts.latest) {
    throw new Refusal('progress.before-data-date', { detail: `the data date is ${parts.latest}`, fields });
  }
}

/** Refuses a day after today, today being the site's (invariants 7 and 20). */
export function checkNotFuture(parts: { day: string; field: string; zone: string; nowMs: number }): void {
  const today = toLocalDate(toInstant(parts.nowMs), parts.zone);
  if (parts.day <= today) return;
  throw new Refusal('progress.future', {
    detail: `today is ${today} at the site`,
    fields: [{ field: parts.field, message: 'lies after today at the site' }],
  });
}

/** The item's own method, its own steps, its own total: the rules of credit are fixed before the work starts. */
export function checkMeasurement(item: PlanItem, measurement: Measurement, isCorrection: boolean): void {
  if (item.method !== measurement.method) {
    throw methodRefusal('measurement.method', `this item is measured by ${item.method}`);
  }
  if (item.cancelled) throw methodRefusal('item', 'was taken out of the plan');
  switch (measurement.method) {
    case 'units': {
      const total = item.measurement?.method === 'units' ? item.measurement.total : item.plannedTotal;
      if (total !== null && total !== measurement.total && !isCorrection) {
        throw methodRefusal('measurement.total', 'changes only with a correction');
      }
      return;
    }
    case 'steps':
      for (const [index, code] of measurement.reached.entries()) {
        const isKnown = item.steps.some((step) => step.code === code);
        if (isKnown && measurement.reached.indexOf(code) === index) continue;
        throw methodRefusal(`measurement.reached.${index}`, isKnown ? 'is there twice' : 'is no step of this item');
      }
      return;
    case 'start-finish':
      if (measurement.finished && !measurement.started) throw methodRefusal('measurement.started', 'must be true');
      return;
    case 'weighted-units':
      checkParts(item, measurement.parts, isCorrection);
      return;
    case 'cost-ratio': {
      const before = item.measurement?.method === 'cost-ratio' ? item.measurement.budgetMinor : null;
      if (before !== null && before !== measurement.budgetMinor && !isCorrection) {
        throw methodRefusal('measurement.budgetMinor', 'changes only with a correction');
      }
      return;
    }
    case 'estimate':
    case 'time-ratio':
      return;
  }
}

/** Every quantity is one of the item's own, counted once, of the total that the plan says. */
function checkParts(item: PlanItem, parts: readonly { code: string; total: number }[], isCorrection: boolean): void {
  for (const [index, part] of parts.entries()) {
    const step = item.steps.find((one) => one.code === part.code);
    if (!step) throw methodRefusal(`measurement.parts.${index}.code`, 'is no quantity of this item');
    if (parts.findIndex((one) => one.code === part.code) !== index) {
      throw methodRefusal(`measurement.parts.${index}.code`, 'is there twice');
    }
    if (step.total !== undefined && step.total !== part.total && !isCorrection) {
      throw methodRefusal(`measurement.parts.${index}.total`, 'changes only with a correction');
    }
  }
}

/** An estimate is somebody's judgement: it comes with a photo that another person can look at. */
export function checkJudgement(measurement: Measurement, evidence: readonly string[]): void {
  if (measurement.method !== 'estimate' || evidence.length > 0) return;
  throw new Refusal('progress.evidence', {
    fields: [{ field: 'evidence', message: 'is needed where a percent is estimated' }],
  });
}

/** A percent falls only with a correction (PCT3, invariant 9). */
export function checkDirection(item: PlanItem, measurement: Measurement, isCorrection: boolean): void {
  const before = toShare(item, item.measurement);
  const after = toShare(item, measurement);
  if (isCorrection || before === null || after === null || compareFractions(after, before) >= 0) return;
  throw new Refusal('progress.falls', {
    fields: [{ field: 'correction', message: 'is needed where a percent falls' }],
  });
}

function methodRefusal(field: string, message: string): Refusal {
  return new Refusal('progress.method', { fields: [{ field, message }] });
}
