import { describe, expect, it } from 'vitest';
import type { MilestoneView, ProgressView, ProjectView } from '@sitecast/contract';
import { computeProgress, fractionFromBp } from '@sitecast/progress';
import { milestone, projectView } from '../../live/views.fixture.ts';
import { toProjectAsOf } from './as-of.ts';
import { listReached, toNoonMs, toReachedMs } from './reached-at.ts';

const zone = 'Asia/Almaty';
const plan = ['2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28'].map(
  (date, index) => ({ date, plannedBp: index * 2_000 }),
);
const posts = [
  { date: '2025-09-30', percentBp: 0 },
  { date: '2025-10-31', percentBp: 1_500 },
  { date: '2025-11-30', percentBp: 3_300 },
  { date: '2025-12-31', percentBp: 5_000 },
].map((post) => ({ ...post, correctedFromBp: null, correctionReason: null }));

/** The figures as the server computes them when the last of so many posts is the newest. */
function computeAfter(count: number) {
  const history = posts.slice(0, count);
  const last = history.at(-1)!;
  return computeProgress({ share: fractionFromBp(last.percentBp), plan, history, dataDate: last.date });
}
function toView(given: Partial<ProjectView> = {}, progress: Partial<ProgressView> = {}): ProjectView {
  const base = projectView(1);
  return { ...base, zone, ...given, progress: { ...base.progress, ...computeAfter(posts.length), ...progress } };
}
const reached = (code: string, actual: string, given: Partial<MilestoneView> = {}): MilestoneView => ({
  ...milestone(code, `${actual}T05:00:00.000Z`),
  actual,
  ...given,
});

describe('a project as of an instant', () => {
  it('[PCT4] shows the figures that the server showed when that data date was the newest', () => {
    for (const [index, { date }] of posts.entries()) {
      const { progress } = toProjectAsOf(toView(), toNoonMs(date, zone));
      const { curve, ...numbers } = computeAfter(index + 1);
      expect(progress).toMatchObject(numbers);
      expect(progress.curve.map(({ earnedBp }) => earnedBp)).toEqual(curve.map(({ earnedBp }) => earnedBp));
    }
  });

  it('has no figure before the first one, and keeps the last where nothing came after it', () => {
    expect(toProjectAsOf(toView(), toNoonMs('2025-09-01', zone)).progress).toMatchObject({
      percentBp: null,
      dataDate: null,
      forecastFinish: null,
    });
    const view = toView();
    expect(toProjectAsOf(view, toNoonMs('2026-09-01', zone))).toBe(view);
  });

  it('does not know the newest post before it was posted, whatever its data date', () => {
    const row = { ...toView().progress.receipt.rows[0], dataDate: '2025-12-31', postedAt: '2026-01-02T06:00:00.000Z' };
    const view = toView({}, { receipt: { ...toView().progress.receipt, rows: [row as never] } });
    expect(toProjectAsOf(view, Date.parse('2026-01-02T05:59:00.000Z')).progress.percentBp).toBe(3_300);
    expect(toProjectAsOf(view, Date.parse('2026-01-02T06:00:00.000Z')).progress.percentBp).toBe(5_000);
  });

  it('[PCT3] shows what stood there before a correction that was still to come', () => {
    const correction = {
      item: 'W01',
      title: { en: 'Work' },
      dataDate: '2025-11-30',
      reason: 'wrong-count' as const,
      note: null,
      beforeBp: 4_000,
      afterBp: 3_300,
      projectBeforeBp: 4_000,
      projectAfterBp: 3_300,
      postedBy: 'verifier',
      verifiedBy: null,
      approvedBy: null,
      at: '2025-12-10T05:00:00.000Z',
    };
    const view = toView({}, { receipt: { ...toView().progress.receipt, corrections: [correction] } });
    expect(toProjectAsOf(view, toNoonMs('2025-12-09', zone)).progress.percentBp).toBe(4_000);
    expect(toProjectAsOf(view, toNoonMs('2025-12-11', zone)).progress.percentBp).toBe(3_300);
  });

  it('puts milestones that were not reached yet ahead, with nothing that was learnt later', () => {
    const milestones = [reached('M01', '2025-10-10'), reached('M02', '2025-12-05', { note: 'late', slipDays: 5 })];
    const view = toProjectAsOf(toView({ milestones }), toNoonMs('2025-11-01', zone));
    expect(view.milestones.map(({ state }) => state)).toEqual(['done', 'planned']);
    expect(view.milestones[1]).toMatchObject({
      actual: null,
      slipDays: null,
      note: null,
      percentBp: null,
      evidence: [],
    });
  });

  it('gives phases a dash: what they had then is not published', () => {
    const phase = { code: 'P1', parent: null, title: null, weight: 5, items: 1, start: null, finish: null };
    const view = toView({}, { phases: [{ ...phase, percentBp: 4_000, plannedBp: 5_000, spi: 0.8 }] });
    const [then] = toProjectAsOf(view, toNoonMs('2025-11-01', zone)).progress.phases ?? [];
    expect(then).toMatchObject({ percentBp: null, plannedBp: null, spi: null });
  });
});

describe('the instant of a milestone', () => {
  it('is that of a photo of the day, else of the post of the day, else its noon at the site', () => {
    const photo = { id: '1', url: '', thumbnailUrl: '', width: 1, height: 1, sha256: '', credit: null };
    const evidence = [{ ...photo, takenAt: '2025-12-05T09:30:00.000Z' }];
    expect(toReachedMs(reached('M02', '2025-12-05', { evidence }), zone)).toBe(Date.parse('2025-12-05T09:30:00.000Z'));
    expect(toReachedMs(reached('M02', '2025-12-05'), zone)).toBe(Date.parse('2025-12-05T05:00:00.000Z'));
    const later = reached('M02', '2025-12-05', { reachedAt: '2026-01-01T04:00:00.000Z' });
    expect(toReachedMs(later, zone)).toBe(Date.parse('2025-12-05T07:00:00.000Z'));
    expect(toReachedMs(milestone('M03'), zone)).toBeNull();
  });

  it('counts it as reached from that instant on', () => {
    const milestones = [reached('M02', '2025-12-05')];
    expect([...listReached(milestones, zone, Date.parse('2025-12-05T04:59:59.000Z'))]).toEqual([]);
    expect([...listReached(milestones, zone, Date.parse('2025-12-05T05:00:00.000Z'))]).toEqual(['M02']);
  });
});
