import type { BackFill } from '@sitecast/contract';
import { cutSpans, findGaps, joinSpans, type Span } from '@sitecast/hls';
import { seamMs } from '../../storage/footage/recorded-spans.ts';
import type { OwedNote } from '../intake/owed-note.ts';
import { toSpanView } from './archive-views.ts';

/** What of a day is still to come: what the site said last, without what has come since, and what is not masked yet. */
export function toBackFill(
  recorded: readonly Span[],
  day: Span,
  owed: Pick<OwedNote, 'heardMs' | 'owed' | 'expectedMs'>,
  unmasked: readonly Span[],
): BackFill {
  const { heardMs, expectedMs } = owed;
  const missing = cutSpans(owed.owed, day).flatMap((span) => findGaps(recorded, span));
  return {
    heardAt: heardMs === null ? null : new Date(heardMs).toISOString(),
    owed: joinSpans(missing, seamMs).map(toSpanView),
    masking: cutSpans(joinSpans(unmasked, seamMs), day).map(toSpanView),
    expectedAt: expectedMs === null ? null : new Date(expectedMs).toISOString(),
  };
}
