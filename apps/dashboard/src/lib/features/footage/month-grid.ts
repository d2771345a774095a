const dayMs = 86_400_000;

/** `2026-11` moved by whole months. */
export function moveMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** A day moved by days, `2026-11-23`. */
export const moveDay = (date: string, by: number): string =>
  new Date(Date.parse(date) + by * dayMs).toISOString().slice(0, 10);

/** Monday is 0. */
export const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

/** The weeks of a month from Monday to Sunday; null where a day belongs to another month. */
export function toWeeks(dates: readonly string[]): (string | null)[][] {
  const [first] = dates;
  if (first === undefined) return [];
  const cells: (string | null)[] = [...Array.from({ length: weekdayOf(first) }, () => null), ...dates];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** The months from one to another, by year, the newest year first. */
export function listMonths(first: string, last: string): { year: string; months: string[] }[] {
  const years: { year: string; months: string[] }[] = [];
  for (let month = first; month <= last; month = moveMonth(month, 1)) {
    const year = month.slice(0, 4);
    if (years[0]?.year !== year) years.unshift({ year, months: [] });
    years[0]?.months.push(month);
  }
  return years;
}

/** Where the keyboard goes from a day (ARIA grid pattern); null: the key is not one of the grid's. */
export function moveByKey(date: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return moveDay(date, -1);
    case 'ArrowRight':
      return moveDay(date, 1);
    case 'ArrowUp':
      return moveDay(date, -7);
    case 'ArrowDown':
      return moveDay(date, 7);
    case 'Home':
      return moveDay(date, -weekdayOf(date));
    case 'End':
      return moveDay(date, 6 - weekdayOf(date));
    case 'PageUp':
      return clampDay(moveMonth(date.slice(0, 7), -1), date);
    case 'PageDown':
      return clampDay(moveMonth(date.slice(0, 7), 1), date);
    default:
      return null;
  }
}

/** The same day of another month, or its last one. */
function clampDay(month: string, date: string): string {
  const last = moveDay(`${moveMonth(month, 1)}-01`, -1);
  const same = `${month}-${date.slice(8)}`;
  return same > last ? last : same;
}
