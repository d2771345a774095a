import { Refusal, type MilestoneView } from '@sitecast/contract';

export function itemRefusal(field: string): Refusal {
  return new Refusal('milestone.not-found', { fields: [{ field, message: 'is no item of this project' }] });
}

/** Somebody was faster (IDEM5): says what stands there now. */
export function conflictRefusal(current: MilestoneView): Refusal {
  return new Refusal('progress.conflict', {
    fields: [{ field: 'expectedVersion', message: 'is not the version that stands there now' }],
    current,
  });
}
