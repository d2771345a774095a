/** What a file says of the order of its activities: taken over as it stands, computed anew by nobody. */
export interface PlanNetwork {
  relations: RelationCount;
  /** Activities the file calls critical, or driving. */
  critical: number;
  lowestFloatMinutes: number | null;
}

export interface RelationCount {
  total: number;
  finishStart: number;
  startStart: number;
  finishFinish: number;
  startFinish: number;
  /** With a lead or a lag. */
  lagged: number;
  /** To an activity that is not in the file. */
  outside: number;
}

export type RelationKind = 'finishStart' | 'startStart' | 'finishFinish' | 'startFinish';

export const noRelations = (): RelationCount => ({
  total: 0,
  finishStart: 0,
  startStart: 0,
  finishFinish: 0,
  startFinish: 0,
  lagged: 0,
  outside: 0,
});

/** Counts one relation into `count`, by its kind and what is special about it. */
export function countRelation(
  count: RelationCount,
  relation: { kind: RelationKind; isLagged: boolean; isOutside: boolean },
): void {
  count.total += 1;
  count[relation.kind] += 1;
  if (relation.isLagged) count.lagged += 1;
  if (relation.isOutside) count.outside += 1;
}
