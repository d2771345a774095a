import type { MilestoneView, PostedMeasurement } from '@sitecast/contract';

/** What the form of one item holds; one shape per way of measuring. */
export type MeasurementDraft =
  | { method: 'units'; done: number | null; total: number | null }
  | { method: 'steps'; reached: string[] }
  | { method: 'start-finish'; started: boolean; finished: boolean }
  | { method: 'estimate'; percent: number | null }
  | { method: 'cost-ratio'; spent: number | null; budget: number | null }
  | { method: 'time-ratio' }
  | { method: 'weighted-units'; parts: { code: string; done: number | null; total: number | null }[] }
  | { method: 'none' };

/** The form as it opens: what stands there now. */
export function createMeasurementDraft(item: MilestoneView): MeasurementDraft {
  switch (item.method) {
    case 'units':
      return { method: 'units', done: item.done, total: item.total };
    case 'steps':
      return { method: 'steps', reached: item.steps.filter((step) => step.reached).map((step) => step.code) };
    case 'start-finish':
      return {
        method: 'start-finish',
        started: (item.percentBp ?? 0) > 0 || item.state !== 'planned',
        finished: item.percentBp === 10_000,
      };
    case 'estimate':
      return { method: 'estimate', percent: item.percentBp === null ? null : item.percentBp / 100 };
    case 'cost-ratio':
      return { method: 'cost-ratio', spent: null, budget: null };
    case 'time-ratio':
      return { method: 'time-ratio' };
    case 'weighted-units': {
      const parts = item.steps.map((step) => ({ code: step.code, done: step.done ?? 0, total: step.total ?? null }));
      return { method: 'weighted-units', parts };
    }
    case 'none':
      return { method: 'none' };
  }
}

/** What is posted, or null while a number is missing. Percent becomes integer basis points (INV1). */
export function toMeasurement(draft: MeasurementDraft): PostedMeasurement | null {
  switch (draft.method) {
    case 'units':
      return draft.done === null || draft.total === null
        ? null
        : { method: 'units', done: draft.done, total: draft.total };
    case 'steps':
      return { method: 'steps', reached: [...draft.reached] };
    case 'start-finish':
      return { method: 'start-finish', started: draft.started || draft.finished, finished: draft.finished };
    case 'estimate':
      return draft.percent === null ? null : { method: 'estimate', percentBp: Math.round(draft.percent * 100) };
    case 'cost-ratio':
      // Tenge are typed, whole tiyn are sent (INV12).
      return draft.spent === null || draft.budget === null
        ? null
        : {
            method: 'cost-ratio',
            spentMinor: Math.round(draft.spent * 100),
            budgetMinor: Math.round(draft.budget * 100),
          };
    case 'time-ratio':
      return { method: 'time-ratio' };
    case 'weighted-units': {
      const parts = draft.parts.flatMap(({ code, done, total }) =>
        done === null || total === null ? [] : [{ code, done, total }],
      );
      return parts.length === draft.parts.length ? { method: 'weighted-units', parts } : null;
    }
    case 'none':
      return null;
  }
}
