/** What an item adds to the whole, in basis points; null where its percent or the sum is not known. */
export const toShareBp = (weight: number, percentBp: number | null, weightSum: number): number | null =>
  percentBp === null || weightSum === 0 ? null : (weight * percentBp) / weightSum;
