import { formatNumber, m } from '#lib/i18n/index.ts';

/** Actual against planned in words: `8 points behind plan`; nothing where one of the two is not known. */
export function toGapText(percentBp: number | null, plannedBp: number | null): string | null {
  if (percentBp === null || plannedBp === null) return null;
  const gapBp = percentBp - plannedBp;
  if (gapBp === 0) return m.public_on_plan();
  const points = formatNumber(Math.abs(gapBp) / 100, 1);
  return gapBp < 0 ? m.public_behind({ points }) : m.public_ahead({ points });
}
