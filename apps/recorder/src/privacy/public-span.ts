import { createHash } from 'node:crypto';
import type { RecorderPrivacy } from '@sitecast/contract';

/** A stretch whose footage may be public; `toMs` is Infinity while it lasts. */
export interface OpenSpan {
  fromMs: number;
  toMs: number;
  masked: boolean;
}

/** The longest segment there can be: one that might reach over the end of a span is not shown. */
const longestSegmentMs = 4_400;

/** The spans of a camera's privacy, oldest first. Nothing said of it: everything may be public as it came. */
export function toSpans(privacy: RecorderPrivacy | undefined): OpenSpan[] {
  if (!privacy) return [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY, masked: false }];
  return privacy.spans
    .map(({ from, to, masked }) => ({
      fromMs: Date.parse(from),
      toMs: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
      masked,
    }))
    .sort((one, other) => one.fromMs - other.fromMs);
}

/** How a still is shown to the public: changes with the pixels of it. */
export function describePublicStill(privacy: RecorderPrivacy | undefined, atMs: number): string {
  const span = findSpan(toSpans(privacy), atMs);
  if (!span) return 'hidden';
  return span.masked ? `masked ${privacy?.mask.version ?? 0}` : 'as it came';
}

/** What the public sees of a stretch, and how: the same words as long as the same pixels of it may be shown. */
export function describePublicStretch(privacy: RecorderPrivacy | undefined, fromMs: number, toMs: number): string {
  const within = toSpans(privacy).filter((span) => span.fromMs < toMs && span.toMs > fromMs);
  return JSON.stringify(within.map((span) => [Math.max(span.fromMs, fromMs), Math.min(span.toMs, toMs), span.masked]));
}

/** Changes when any of a camera's past may be shown otherwise than before. */
export function toPublicState(privacy: RecorderPrivacy | undefined): string {
  const said = privacy ? JSON.stringify([privacy.spans, privacy.mask]) : '';
  return createHash('sha256').update(said).digest('hex').slice(0, 12);
}

/** The span that holds an instant, or null: what lies in none is hidden. */
export function findSpan(spans: readonly OpenSpan[], atMs: number): OpenSpan | null {
  return spans.findLast((span) => atMs >= span.fromMs && atMs < span.toMs) ?? null;
}

/** The span that holds the whole of a segment which starts then, however long it is. */
export function findSpanOfSegment(spans: readonly OpenSpan[], startMs: number): OpenSpan | null {
  const span = findSpan(spans, startMs);
  return span && startMs + longestSegmentMs <= span.toMs ? span : null;
}
