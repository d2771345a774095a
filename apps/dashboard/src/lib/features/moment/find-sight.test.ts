import { describe, expect, it } from 'vitest';
import { findSight, pickNearestDay } from './find-sight.ts';

const zone = 'Asia/Almaty';
const day = (date: string, stillSeconds: number[], given: object = {}) => ({
  camera: 'gate',
  date,
  from: new Date(Date.parse(`${date}T00:00:00.000Z`) - 5 * 3_600_000).toISOString(),
  to: new Date(Date.parse(`${date}T00:00:00.000Z`) + 19 * 3_600_000).toISOString(),
  stills: stillSeconds.length,
  stillSeconds,
  kept: [],
  pins: [],
  publicFrom: '2026-11-23T00:00:00.000Z',
  ...given,
});
/** An archive of these days that notes what it is asked. */
function openArchive(days: ReturnType<typeof day>[]) {
  const asked: string[] = [];
  const read = async <T>(path: string): Promise<T | null> => {
    asked.push(path);
    const [, kind, name = ''] = /archive\/(days|months)\/(.+)$/.exec(path) ?? [];
    const answer =
      kind === 'days'
        ? (days.find(({ date }) => date === name) ?? day(name, []))
        : { days: days.filter(({ date }) => date.startsWith(name)) };
    return answer as T;
  };
  return { asked, read };
}

describe('what a camera has of an instant', () => {
  it('is the still of that day nearest to it, asked for once', async () => {
    const { asked, read } = openArchive([day('2026-04-17', [3_600, 43_000, 70_000])]);
    const sight = await findSight('gate', Date.parse('2026-04-17T07:00:00.000Z'), zone, read);
    expect(sight?.still?.url).toBe('/media/gate/stills/20260417T065640Z.jpg');
    expect(asked).toHaveLength(1);
  });

  it('is the still of the nearest day where that day has none, over the end of a month too', async () => {
    const { read } = openArchive([day('2026-04-28', [43_200]), day('2026-05-09', [43_200])]);
    const sight = await findSight('gate', Date.parse('2026-05-02T07:00:00.000Z'), zone, read);
    expect(sight?.still?.atMs).toBe(Date.parse('2026-04-28T07:00:00.000Z'));
  });

  it('is nothing where no day is near enough, and null where the archive does not answer', async () => {
    const { read } = openArchive([day('2026-01-01', [43_200])]);
    const sight = await findSight('gate', Date.parse('2026-05-02T07:00:00.000Z'), zone, read);
    expect(sight).toEqual({ still: null, footage: null });
    expect(await findSight('gate', 0, zone, async () => null)).toBeNull();
  });

  it('[MEDIA9] says of footage whether it is open to all', async () => {
    const span = { from: '2026-04-17T06:00:00.000Z', to: '2026-04-17T08:00:00.000Z' };
    const pin = { from: '2026-04-17T06:55:00.000Z', to: '2026-04-17T07:05:00.000Z', reason: 'milestone', ref: 'M03' };
    const { read } = openArchive([day('2026-04-17', [], { kept: [span], pins: [pin] })]);
    const look = (at: string) => findSight('gate', Date.parse(at), zone, read);
    expect((await look('2026-04-17T07:00:00.000Z'))?.footage?.isPublic).toBe(true);
    expect((await look('2026-04-17T06:30:00.000Z'))?.footage?.isPublic).toBe(false);
  });

  it('prefers the earlier of two days that are as near', () => {
    const days = ['2026-04-10', '2026-04-14'].map((date) => ({ date, stills: 1 }));
    expect(pickNearestDay(days, '2026-04-12')).toBe('2026-04-10');
    expect(pickNearestDay([{ date: '2026-04-12', stills: 0 }], '2026-04-12')).toBeNull();
  });
});
