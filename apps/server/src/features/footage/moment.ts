import {
  mediaPaths,
  Refusal,
  type MilestoneView,
  type MomentBasis,
  type MomentView,
  type Pin,
} from '@sitecast/contract';
import { toInstantOfClock, toLocalDate } from '@sitecast/progress';
import type { FilmedCamera, FootageParts } from './parts.ts';

/** When a milestone was reached, as exactly as it is known. */
export interface Moment {
  code: string;
  atMs: number;
  basis: MomentBasis;
}

/** So much is kept before and after a moment: who looks sees what led to it. */
const aroundMs = 300_000;
/** A still further away shows something else. */
const nearMs = 43_200_000;

/** The moment of a milestone; null: it was not reached. A photo's own time is nearest to what happened. */
export function toMoment(milestone: MilestoneView, zone: string): Moment | null {
  const { code, actual, state, evidence, reachedAt } = milestone;
  if (state !== 'done' || actual === null) return null;
  const isOfThatDay = (instant: string | null): instant is string =>
    instant !== null && toLocalDate(instant, zone) === actual;
  const [photo] = evidence
    .map(({ takenAt }) => takenAt)
    .filter(isOfThatDay)
    .sort();
  if (photo !== undefined) return { code, atMs: Date.parse(photo), basis: 'photo' };
  if (isOfThatDay(reachedAt)) return { code, atMs: Date.parse(reachedAt), basis: 'post' };
  // The day is known, the hour is not: noon by the site's clock.
  return { code, atMs: Date.parse(toInstantOfClock(actual, '12:00', zone)), basis: 'day' };
}

/** What is kept of a moment: so much before it, so much after. */
export function toMomentSpan({ atMs }: Moment): { from: string; to: string } {
  return { from: new Date(atMs - aroundMs).toISOString(), to: new Date(atMs + aroundMs).toISOString() };
}

/** Beside a photo that proves something a minute before and after it is kept: what the cameras saw of the same thing. */
const aroundPhotoMs = 60_000;

/** What is kept whatever the rules because of an item: the moment it was reached, and those its published photos show. */
export function listPins(milestone: MilestoneView, zone: string): Pin[] {
  const moment = toMoment(milestone, zone);
  const photos = milestone.evidence.flatMap(({ id, takenAt }): Pin[] => {
    if (takenAt === null) return [];
    const [from, to] = [-aroundPhotoMs, aroundPhotoMs].map((ms) => new Date(Date.parse(takenAt) + ms).toISOString());
    // It is kept, and opened to nobody: that a photo is public does not make what the cameras saw beside it so.
    return [{ from: from ?? takenAt, to: to ?? takenAt, reason: 'evidence', ref: id, isPublic: false }];
  });
  // The milestone is public, and so is what shows it.
  return moment
    ? [{ ...toMomentSpan(moment), reason: 'milestone', ref: moment.code, isPublic: true }, ...photos]
    : photos;
}

/** What every camera that the public sees has of a milestone's moment. Throws Refusal where it was not reached. */
export async function readMoment(
  parts: Pick<FootageParts, 'store' | 'archive' | 'listCameras' | 'listProjects' | 'listMilestones'>,
  project: string,
  code: string,
): Promise<MomentView> {
  const { db } = parts.store;
  const found = (await parts.listProjects(db)).find((one) => one.code === project);
  if (!found) throw new Refusal('project.not-found');
  const milestone = (await parts.listMilestones(db, project)).find((one) => one.code === code);
  const moment = milestone && toMoment(milestone, found.zone);
  if (!moment) throw new Refusal('milestone.not-found');
  const shown = (await parts.listCameras(db, project)).filter(({ isShown }) => isShown);
  const span = toMomentSpan(moment);
  const day = toLocalDate(new Date(moment.atMs).toISOString(), found.zone);
  const sights = await Promise.all(shown.map((camera) => readSight(parts, camera, moment, day)));
  return { at: new Date(moment.atMs).toISOString(), basis: moment.basis, ...span, sights };
}

async function readSight(
  { archive }: Pick<FootageParts, 'archive'>,
  camera: FilmedCamera,
  moment: Moment,
  day: string,
): Promise<MomentView['sights'][number]> {
  const view = await archive.readDay(camera.id, day).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  const startMs = Date.parse(view?.from ?? '');
  const [nearest] = (view?.stillSeconds ?? [])
    .map((second) => startMs + second * 1_000)
    .sort((one, other) => Math.abs(one - moment.atMs) - Math.abs(other - moment.atMs));
  const stillMs = nearest !== undefined && Math.abs(nearest - moment.atMs) <= nearMs ? nearest : null;
  const { from, to } = toMomentSpan(moment);
  const isKept = view?.kept.some((span) => span.from < to && span.to > from) ?? false;
  return {
    camera: camera.id,
    name: camera.name,
    stillUrl: stillMs === null ? null : mediaPaths.still(camera.id, new Date(stillMs).toISOString()),
    stillAt: stillMs === null ? null : new Date(stillMs).toISOString(),
    playlistUrl: isKept ? mediaPaths.replay(camera.id, from, to) : null,
  };
}
