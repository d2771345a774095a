import { expect, test } from 'vitest';
import { planStills } from './still-plan.ts';

const from = Date.parse('2025-09-12T09:00:00+05:00');
const to = Date.parse('2026-11-23T18:00:00+05:00');
const toLocalDay = (atMs: number) => new Date(atMs + 5 * 3_600_000).toISOString().slice(0, 10);

test('plans at least one still for each day of the site, none in the future, none twice', () => {
  const plan = planStills(from, to, 3);
  const days = new Set(plan.map(toLocalDay));
  for (let atMs = from; atMs < to; atMs += 86_400_000) expect(days).toContain(toLocalDay(atMs));
  expect(Math.max(...plan)).toBeLessThan(to);
  expect(Math.min(...plan)).toBeGreaterThanOrEqual(from);
  expect(new Set(plan).size).toBe(plan.length);
});

test('begins with one day of each month, so that the whole past is there at once', () => {
  const firstDays = planStills(from, to, 3).slice(0, 14).map(toLocalDay);
  const months = new Set(firstDays.map((day) => day.slice(0, 7)));
  expect(months.size).toBeGreaterThanOrEqual(9);
  expect(firstDays).toEqual(firstDays.toSorted());
});

test('goes on with the newest days, where people look first, and has every day before any has three', () => {
  const plan = planStills(from, to, 3).map(toLocalDay);
  expect(plan[0]).toBe('2025-09-12');
  const next = plan.slice(new Set(plan.filter((day) => day.endsWith('-01'))).size + 1);
  expect(next.slice(0, 3)).toEqual(['2026-11-23', '2026-11-22', '2026-11-21']);
  const days = new Set(plan).size;
  expect(new Set(plan.slice(0, days)).size).toBe(days);
});

test('gives the same plan for the same days whatever the end: what was drawn is found again', () => {
  const later = new Set(planStills(from, to + 86_400_000, 3));
  expect(planStills(from, to, 3).every((atMs) => later.has(atMs))).toBe(true);
});
