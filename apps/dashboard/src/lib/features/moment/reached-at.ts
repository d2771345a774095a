import type { MilestoneView } from '@sitecast/contract';
import { toLocalDate, zoneOffsetMinutes } from '#lib/i18n/clock.ts';

/** Noon of a local date by the site's clock, epoch ms: where the day is known and the hour is not. */
export function toNoonMs(date: string, zone: string): number {
  const utcMs = Date.parse(`${date}T12:00:00.000Z`);
  return utcMs - zoneOffsetMinutes(zone, utcMs) * 60_000;
}

/**
 * The instant a milestone was reached, epoch ms; null: it was not. The rule of its proof moment: a photo of that
 * day, else the post of that day, else its noon.
 */
export function toReachedMs({ actual, state, evidence, reachedAt }: MilestoneView, zone: string): number | null {
  if (state !== 'done' || actual === null) return null;
  const isOfThatDay = (instant: string | null): instant is string =>
    instant !== null && toLocalDate(instant, zone) === actual;
  const [photo] = evidence
    .map(({ takenAt }) => takenAt)
    .filter(isOfThatDay)
    .sort();
  if (photo !== undefined) return Date.parse(photo);
  return isOfThatDay(reachedAt) ? Date.parse(reachedAt) : toNoonMs(actual, zone);
}

/** Codes of the milestones reached by an instant. */
export function listReached(milestones: readonly MilestoneView[], zone: string, atMs: number): Set<string> {
  return new Set(
    milestones.flatMap((milestone) => {
      const reachedMs = toReachedMs(milestone, zone);
      return reachedMs !== null && reachedMs <= atMs ? [milestone.code] : [];
    }),
  );
}
