import { untrack } from 'svelte';
import type { ProjectView } from '@sitecast/contract';
import type { TimeCursor } from '#lib/charts/time-cursor.ts';
import { toLocalDate } from '#lib/i18n/clock.ts';
import type { Playhead } from '#lib/player/playhead.ts';
import { listReached, toNoonMs, toReachedMs } from './reached-at.ts';
import { createViewHistory } from './view-history.ts';

/** What the player is asked for: an instant, or the live edge (null). Another object is another wish. */
export interface Wish {
  atMs: number | null;
}

/** How a project is shown at an instant; its code comes when the page stands. */
export type ToProjectAsOf = (project: ProjectView, atMs: number) => ProjectView;

export interface MomentOptions {
  /** The project as it is known now, and since when (epoch ms of the server's clock; null: as it was rendered). */
  project: () => ProjectView;
  changedAtMs: () => number | null;
  clockOffsetMs: () => number | null;
}

/** Further back than this the live player has no footage for everyone: the archive shows it. */
const reachMs = 3_540_000;
/** Nearer to now than this is now. */
const nowWithinMs = 5_000;

/** The moment a page looks at: one cursor that the player, the curve, the milestones and the figures share (C2, C7). */
export function createMoment({ project, changedAtMs, clockOffsetMs }: MomentOptions) {
  const readNowMs = (): number => Date.now() + (clockOffsetMs() ?? 0);
  const history = createViewHistory(untrack(project));
  let toAsOf = $state.raw<ToProjectAsOf | null>(null);
  /** Where the visitor went; null: now. */
  let chosenMs = $state<number | null>(null);
  /** Where the picture is, of a visitor who follows what comes live but gets it late. */
  let lateMs = $state<number | null>(null);
  let wish = $state.raw<Wish | null>(null);
  /** The instant the archive is asked for; null: the live player shows what there is. */
  let past = $state.raw<{ atMs: number } | null>(null);

  const heldMs = $derived(chosenMs ?? lateMs);
  const known = $derived.by(() => {
    // Kept before it is read, so that what came this moment is never shown to somebody who is not there yet.
    history.keep(project(), changedAtMs() ?? readNowMs());
    return heldMs === null ? project() : history.readAt(heldMs);
  });
  /** Changes only where something on the page does: a playing picture moves the instant each second. */
  const key = $derived(heldMs === null ? null : toKey(known, heldMs));
  const shown = $derived.by(() => {
    if (key === null || toAsOf === null) return known;
    return toAsOf(known, untrack(() => heldMs) ?? 0);
  });
  const reached = $derived(key === null ? null : listReached(known.milestones, known.zone, untrack(() => heldMs) ?? 0));
  const stops = $derived.by(() => {
    const { milestones, zone } = project();
    return milestones
      .flatMap((milestone) => {
        const atMs = toReachedMs(milestone, zone);
        const { code, title } = milestone;
        return atMs === null ? [] : [{ code, title, atMs, date: toLocalDate(atMs, zone) }];
      })
      .toSorted((a, b) => a.atMs - b.atMs);
  });

  const toLive = (): void => {
    chosenMs = null;
    past = null;
    wish = { atMs: null };
  };
  const moveTo = (atMs: number): void => {
    const nowMs = readNowMs();
    if (atMs > nowMs - nowWithinMs) return toLive();
    chosenMs = atMs;
    if (atMs < nowMs - reachMs) past = { atMs };
    else {
      past = null;
      wish = { atMs };
    }
  };
  const cursor: TimeCursor = {
    get atMs() {
      return chosenMs;
    },
    get nowMs() {
      return readNowMs();
    },
    get date() {
      return toLocalDate(chosenMs ?? readNowMs(), project().zone);
    },
    get today() {
      return toLocalDate(readNowMs(), project().zone);
    },
    get reached() {
      return reached;
    },
    get percentBp() {
      return shown.progress.percentBp;
    },
    get stops() {
      return stops;
    },
    moveTo,
    moveToDay: (date) => moveTo(toNoonMs(date, project().zone)),
    toLive,
  };

  return {
    cursor,
    /** The project as of the moment that is looked at. */
    get shown() {
      return shown;
    },
    /** Whose curve is drawn: all of it where the visitor went back on purpose, with the cursor on it. */
    get curve() {
      return chosenMs === null ? shown : known;
    },
    /** The instant the page is held at, epoch ms; null: it shows what is known now. */
    get heldMs() {
      return heldMs;
    },
    get wish() {
      return wish;
    },
    get past() {
      return past;
    },
    readNowMs,
    /** From here on figures are shown as of the moment. */
    use(next: ToProjectAsOf) {
      toAsOf = next;
    },
    /** Another camera begins where the one before was looked at. */
    repeat() {
      if (chosenMs !== null && past === null) wish = { atMs: chosenMs };
      else wish = null;
    },
    /** The live player tells where its picture is. */
    notePlayhead(playhead: Playhead) {
      if (past !== null) return;
      lateMs = playhead.isFollowing ? playhead.atMs : null;
      chosenMs = playhead.isFollowing ? null : (playhead.atMs ?? chosenMs);
    },
    /** The archive tells where its picture is. */
    notePicture(atMs: number) {
      if (past !== null) chosenMs = atMs;
    },
  };
}

/** What of a project depends on an instant: the data dates, posts and milestones on either side of it. */
function toKey({ seq, zone, milestones, progress }: ProjectView, atMs: number): string {
  const posted = progress.receipt.rows.filter(({ postedAt }) => postedAt !== null && Date.parse(postedAt) <= atMs);
  const corrected = progress.receipt.corrections?.filter(({ at }) => Date.parse(at) <= atMs) ?? [];
  const reached = listReached(milestones, zone, atMs);
  return [seq, toLocalDate(atMs, zone), posted.length, corrected.length, ...reached].join(' ');
}
