import type { ArchiveDay } from '@sitecast/contract';

/** What becomes of an outage behind a recorder at the site. `byMs`: when the last of it is here. */
export type Coming = { kind: 'by'; byMs: number } | { kind: 'waits' | 'line' | 'lost' };

type Outage = ArchiveDay['outages'][number];

const meets = (one: { from: string; to: string }, other: { from: string; to: string }): boolean =>
  one.from < other.to && other.from < one.to;

/** Whether what is missing is still to come; null: nobody at a site could have it. */
export function findComing(day: Pick<ArchiveDay, 'backFill'>, outage: Outage): Coming | null {
  const { backFill } = day;
  if (!backFill) return null;
  if (backFill.owed.some((span) => meets(span, outage)))
    return backFill.expectedAt === null ? { kind: 'waits' } : { kind: 'by', byMs: Date.parse(backFill.expectedAt) };
  if (outage.cause !== 'uplink-offline') return null;
  // What it has of the outage it says only when it is over.
  return backFill.heardAt !== null && backFill.heardAt > outage.to ? { kind: 'lost' } : { kind: 'line' };
}

/** Whether a day will hold more without anybody doing anything, or may: one that is not over always does. */
export const isFilling = (day: Pick<ArchiveDay, 'backFill' | 'outages' | 'to'>, nowMs: number): boolean =>
  nowMs < Date.parse(day.to) ||
  (day.backFill !== null && day.backFill.owed.length + day.backFill.masking.length > 0) ||
  day.outages.some((outage) => findComing(day, outage)?.kind === 'line');
