/** A stretch of time, its end not included. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Spans in order of time; those that touch, overlap or are at most `gapMs` apart become one. */
export function joinSpans(spans: readonly Span[], gapMs = 0): Span[] {
  const joined: Span[] = [];
  for (const { fromMs, toMs } of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = joined.at(-1);
    if (last && fromMs <= last.toMs + gapMs) last.toMs = Math.max(last.toMs, toMs);
    else if (toMs > fromMs) joined.push({ fromMs, toMs });
  }
  return joined;
}

/** What of joined spans lies inside a window. */
export function cutSpans(spans: readonly Span[], window: Span): Span[] {
  const cut: Span[] = [];
  for (let index = findFirst(spans, window.fromMs); index < spans.length; index += 1) {
    const span = spans[index];
    if (!span || span.fromMs >= window.toMs) break;
    cut.push({ fromMs: Math.max(span.fromMs, window.fromMs), toMs: Math.min(span.toMs, window.toMs) });
  }
  return cut;
}

/** What of a window joined spans leave free. */
export function findGaps(spans: readonly Span[], window: Span): Span[] {
  const gaps: Span[] = [];
  let atMs = window.fromMs;
  for (const { fromMs, toMs } of cutSpans(spans, window)) {
    if (fromMs > atMs) gaps.push({ fromMs: atMs, toMs: fromMs });
    atMs = toMs;
  }
  if (atMs < window.toMs) gaps.push({ fromMs: atMs, toMs: window.toMs });
  return gaps;
}

/** Milliseconds that joined spans cover. */
export function sumSpans(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** Index of the first span that ends after an instant: a year has thousands. */
function findFirst(spans: readonly Span[], atMs: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.toMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
