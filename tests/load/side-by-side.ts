import { median } from './statistics.ts';

/** Our rate and the yardstick's, round by round. */
export interface SideBySide {
  rates: number[];
  ratios: number[];
}

/**
 * One round more: ours and theirs and theirs and ours, or the other way round in every other, so that what else the
 * machine does, and how warm it is, meets both. No round is left out.
 */
export async function addRound(
  { rates, ratios }: SideBySide,
  measureOurs: () => Promise<number>,
  measureTheirs: () => Promise<number>,
): Promise<void> {
  const [outer, inner] = ratios.length % 2 === 0 ? [measureOurs, measureTheirs] : [measureTheirs, measureOurs];
  const first = await outer();
  const middle = (await inner()) + (await inner());
  const around = first + (await outer());
  const [ours, theirs] = outer === measureOurs ? [around, middle] : [middle, around];
  rates.push(ours / 2);
  ratios.push(ours / theirs);
}

/** The rounds as they were, for the line of the figure. */
export function describeRounds({ rates, ratios }: SideBySide): string {
  return `${median(rates).toFixed(0)} requests/s here; rounds ${ratios.map((one) => one.toFixed(2)).join(', ')}`;
}
