import type { TimeLapse } from '@sitecast/contract';
import { formatDate, formatMonth } from '#lib/i18n/dates.ts';
import { m } from '#lib/i18n/messages.ts';

export const filmKinds = ['job', 'month', 'week', 'day'] as const;
export type FilmKind = (typeof filmKinds)[number];

/** What stretch a period's name means: `2026-11-23`, `2026-W48`, `2026-11` or `job`. */
export function toKind(period: string): FilmKind {
  if (period === 'job') return 'job';
  if (period.includes('W')) return 'week';
  return period.length === 7 ? 'month' : 'day';
}

/** `23 November 2026`, `Week 48, 2026`, `November 2026`, `The whole job`. */
export function toPeriodName(period: string): string {
  switch (toKind(period)) {
    case 'job':
      return m.lapse_job();
    case 'week':
      return m.lapse_week_name({ week: String(Number(period.slice(6))), year: period.slice(0, 4) });
    case 'month':
      return formatMonth(`${period}-01`);
    case 'day':
      return formatDate(period);
  }
}

/** Films by kind, the newest first. */
export function groupFilms(films: readonly TimeLapse[]): { kind: FilmKind; films: TimeLapse[] }[] {
  return filmKinds
    .map((kind) => ({
      kind,
      films: films.filter(({ period }) => toKind(period) === kind).sort((one, other) => (one.to < other.to ? 1 : -1)),
    }))
    .filter((group) => group.films.length > 0);
}

/** `0:48`, as players write it. */
function toClockLength(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A film of a few dozen stills would be over before it is seen: it is played slower, at most eight times, to last this. */
const shortestS = 8;

/** Seconds of a film in a second of its viewer's: 1, or a half, a quarter or an eighth where the film is short. */
export function toPace(durationS: number): number {
  return [1, 0.5, 0.25].find((pace) => durationS / pace >= shortestS) ?? 0.125;
}

/** A position in a film, or its length, as it is played on the page. */
export function toShownLength(seconds: number, film: Pick<TimeLapse, 'durationS'>): string {
  return toClockLength(seconds / toPace(film.durationS));
}
