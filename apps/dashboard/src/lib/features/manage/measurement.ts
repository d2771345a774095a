import type { Measurement, MilestoneView } from '@sitecast/contract';

/** What the form of one item holds; one shape per way of measuring. */
export type MeasurementDraft =
  | { method: 'units'; done: number | null; total: number | null }
  | { method: 'steps'; reached: string[] }
  | { method: 'start-finish'; started: boolean; finished: boolean }
  | { method: 'estimate'; percent: number | null }
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
    case 'none':
      return { method: 'none' };
  }
}

/** What is posted, or null while a number is missing. Percent becomes integer basis points (INV1). */
export function toMeasurement(draft: MeasurementDraft): Measurement | null {
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
    case 'none':
      return null;
  }
}
