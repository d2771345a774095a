import { joinSpans, type SegmentRecord, type Span } from '@sitecast/hls';

/** Between two segments of a run less is missing than one frame takes. */
export const seamMs = 500;

type Timed = Pick<SegmentRecord, 'startMs' | 'durationMs'>;

/** The time that one segment shows. */
export const toRecordedSpan = ({ startMs, durationMs }: Timed): Span => ({
  fromMs: startMs,
  toMs: startMs + durationMs,
});

/** The time that segments show, what follows on as one stretch. */
export const toRecordedSpans = (records: readonly Timed[]): Span[] => joinSpans(records.map(toRecordedSpan), seamMs);
