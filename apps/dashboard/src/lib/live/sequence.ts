import type { LogEvent } from '@sitecast/contract';

/** What a page that has seen everything up to `last` does with an event. */
export type Step = 'apply' | 'old' | 'gap';

/**
 * SEQ1, SEQ2: an event already seen is dropped, one whose predecessor was not seen is a gap. `last` may lie past
 * `prev` without a gap: a snapshot is read at a point of the whole log, not at an event of this room.
 */
export function toStep(last: number, event: Pick<LogEvent, 'seq' | 'prev'>): Step {
  if (event.seq <= last) return 'old';
  return event.prev > last ? 'gap' : 'apply';
}
