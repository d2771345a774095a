import { expect, it } from 'vitest';
import type { TimeLapse } from '@sitecast/contract';
import { groupFilms, toKind, toPace, toPeriodName, toShownLength } from './film-words.ts';

const film = (period: string, to: string): TimeLapse => ({
  period,
  version: '0123456789ab',
  frames: 60,
  durationS: 2,
  bytes: 1,
  from: to,
  to,
  madeAt: to,
  chapters: [],
});

it('names every kind of stretch', () => {
  expect(['job', '2026-W48', '2026-11', '2026-11-23'].map(toKind)).toEqual(['job', 'week', 'month', 'day']);
  expect(['job', '2026-W08', '2026-11', '2026-11-23'].map(toPeriodName)).toEqual([
    'The whole job',
    'Week 8, 2026',
    'November 2026',
    '23\u00A0November 2026',
  ]);
});

it('sorts films by kind, the newest first, and leaves out kinds without one', () => {
  const films = [
    film('2026-11-22', '2026-11-22T10:00:00.000Z'),
    film('2026-11-23', '2026-11-23T10:00:00.000Z'),
    film('job', '2026-11-22T10:00:00.000Z'),
  ];
  expect(groupFilms(films).map(({ kind, films: own }) => [kind, own.map(({ period }) => period)])).toEqual([
    ['job', ['job']],
    ['day', ['2026-11-23', '2026-11-22']],
  ]);
});

it('plays a short film slower, at most eight times, and says how long it takes then', () => {
  expect([60, 8, 7.9, 3, 2, 1.4].map(toPace)).toEqual([1, 1, 0.5, 0.25, 0.25, 0.125]);
  const said = [600, 61, 48, 4, 1.4, 0.2].map((durationS) => toShownLength(durationS, { durationS }));
  expect(said).toEqual(['10:00', '1:01', '0:48', '0:08', '0:11', '0:02']);
  expect(toShownLength(0.7, { durationS: 1.4 })).toBe('0:06');
});
