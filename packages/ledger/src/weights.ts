import { toCanonicalJson } from './canonical.ts';
import { digestText } from './digest.ts';

/** What an item weighs in a plan; one that was taken out weighs nothing. */
export interface WeighedItem {
  readonly code: string;
  readonly weight: number;
}

/** A digest over what weighs in a plan, which a page can make of the weights it shows: SHA-256 of `[[code, weight], …]` by code. */
export function digestWeights(items: readonly WeighedItem[]): Promise<string> {
  const weighing = items.filter(({ weight }) => weight > 0).map(({ code, weight }): [string, number] => [code, weight]);
  return digestText(toCanonicalJson(weighing.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}
