import type { PublicSpan } from '@sitecast/contract';

/** Before anything was recorded. */
export const beginning = '2000-01-01T00:00:00.000Z';

/** From an instant on nothing more is public, and what was public after it is not either. */
export function closeSpans(spans: readonly PublicSpan[], from: string): PublicSpan[] {
  return spans.flatMap((span) => {
    if (span.from >= from) return [];
    return [span.to === null || span.to > from ? { ...span, to: from } : span];
  });
}

/** From an instant on it is public again; what ran on until then ends there. */
export function openSpan(spans: readonly PublicSpan[], from: string, masked: boolean): PublicSpan[] {
  const last = spans.at(-1);
  if (last?.to === null && last.masked === masked) return [...spans];
  return [...closeSpans(spans, from), { from, to: null, masked }];
}
