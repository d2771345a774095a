import type { MilestoneView, PhaseView, ProgressView, ProjectView } from '@sitecast/contract';
import { computeProgress, createWorkCalendar, fractionFromBp, type HistoryPoint } from '@sitecast/progress';
import { toLocalDate } from '#lib/i18n/clock.ts';
import { toReachedMs } from './reached-at.ts';

/**
 * A project as it stood at an instant: the figures that were published by then, and the milestones reached by then.
 * What nobody can know from what is published now (the percent of an item in between) is null, never guessed.
 */
export function toProjectAsOf(project: ProjectView, atMs: number): ProjectView {
  const { zone, milestones } = project;
  const progress = toProgressAsOf(project.progress, zone, atMs);
  const hasSameFigures = progress === project.progress;
  const then = milestones.map((milestone) => toMilestoneAsOf(milestone, zone, atMs, hasSameFigures));
  if (hasSameFigures && then.every((milestone, index) => milestone === milestones[index])) return project;
  return { ...project, progress, milestones: then };
}

/** The numbers of the newest data date that was published by then, by the one function that computes them (PCT4). */
function toProgressAsOf(progress: ProgressView, zone: string, atMs: number): ProgressView {
  const history = listHistory(progress, zone, atMs);
  const last = history.at(-1) ?? null;
  if (last !== null && last.date === progress.dataDate && last.percentBp === progress.percentBp) return progress;
  const plan = progress.curve.flatMap(({ date, plannedBp }) => (plannedBp === null ? [] : [{ date, plannedBp }]));
  const calendar = progress.calendar ? createWorkCalendar(progress.calendar) : undefined;
  const share = last === null ? null : fractionFromBp(last.percentBp);
  const numbers = computeProgress({ share, plan, history, dataDate: last?.date ?? null, calendar });
  const { phases, ...rest } = progress;
  return { ...rest, ...numbers, ...(phases && { phases: phases.map(withoutFigures) }) };
}

function listHistory(progress: ProgressView, zone: string, atMs: number): HistoryPoint[] {
  const today = toLocalDate(atMs, zone);
  return progress.curve.flatMap(({ date, earnedBp, correctedFromBp, correctionReason }) => {
    if (earnedBp === null || date > today || !wasPublished(progress, date, atMs)) return [];
    // A correction that was still to come: what stood there until then.
    const later = progress.receipt.corrections
      ?.filter(({ dataDate, at }) => dataDate === date && Date.parse(at) > atMs)
      .toSorted((a, b) => a.at.localeCompare(b.at))[0];
    return later && later.projectBeforeBp !== null
      ? [{ date, percentBp: later.projectBeforeBp, correctedFromBp: null, correctionReason: null }]
      : [{ date, percentBp: earnedBp, correctedFromBp, correctionReason }];
  });
}

/** The newest posts say when they were made; of older data dates the day is all that is known. */
function wasPublished({ receipt }: ProgressView, dataDate: string, atMs: number): boolean {
  const posted = receipt.rows.flatMap((row) =>
    row.dataDate === dataDate && row.postedAt !== null ? [Date.parse(row.postedAt)] : [],
  );
  return posted.length === 0 || Math.min(...posted) <= atMs;
}

function toMilestoneAsOf(milestone: MilestoneView, zone: string, atMs: number, isCurrent: boolean): MilestoneView {
  if (milestone.state === 'cancelled') return milestone;
  const reachedMs = toReachedMs(milestone, zone);
  if (reachedMs !== null && reachedMs <= atMs) return milestone;
  if (reachedMs === null && isCurrent) return milestone;
  const { state, start } = milestone;
  const isBegun = state === 'in-progress' && start != null && start <= toLocalDate(atMs, zone);
  return {
    ...milestone,
    state: isBegun ? 'in-progress' : 'planned',
    percentBp: null,
    done: null,
    // What was expected of it then is not published; what was planned is.
    forecast: null,
    actual: null,
    slipDays: null,
    note: null,
    evidence: [],
    reachedAt: null,
  };
}

const withoutFigures = (phase: PhaseView): PhaseView => ({ ...phase, percentBp: null, plannedBp: null, spi: null });
