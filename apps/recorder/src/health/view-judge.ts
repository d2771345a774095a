import { measurePicture, type PictureFigures } from './picture.ts';
import { compareViews, findShift, readView, type Shift, type View } from './view.ts';

export type ViewState = 'clear' | 'obscured' | 'moved';

/** What the key frames say of what stands before the lens, against the last day, with hysteresis both ways. */
export interface ViewJudge {
  /** A decoded key frame that is neither dark nor the same as before. */
  see(gray: Uint8Array, atMs: number): void;
  /** What it shows now is what it should show: the references begin anew. */
  accept(atMs: number): void;
  readonly state: ViewState;
  readonly sinceMs: number;
}

/** Judged at most so often: a camera with ten key frames a second costs no more than one with one. */
const spacingMs = 900;
const hoursPerDay = 24;
/** Key frames before anything is compared: the first ones are the reference. */
const framesToKnow = 10;
const coveredDeviation = { enter: 6, leave: 9 };
/** Share of the usual edges below which the lens is covered, fogged or dirty. */
const edgeShare = { enter: 0.45, leave: 0.6 };
/** Light this much like the reference's is compared: dusk takes edges too. */
const likeLight = { least: 0.55, most: 1.8 };
const obscuredMs = 10_000;
const movedMs = 20_000;
const framesToChange = 5;
const framesToLeave = 4;
/** Likeness below this share of what is usual is looked into. */
const lostShare = 0.55;
const leastShift = 3;
const foundLikeness = 0.4;
/** A view as sharp as ever that is like the reference nowhere: turned away farther than can be measured. */
const strangeLikeness = 0.12;
const referenceWeight = 0.02;

export function createViewJudge(): ViewJudge {
  let reference: View | null = null;
  let usualLikeness = 1;
  let usualMean = 0;
  /** Usual edges for each hour of the day, UTC; 0 where that hour was not seen yet. */
  let usualEdges = new Float64Array(hoursPerDay);
  let lately = 0;
  let known = 0;
  let state: ViewState = 'clear';
  let sinceMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let doubt: { state: ViewState; fromMs: number; frames: number } | null = null;
  let clearFrames = 0;

  const usualAt = (atMs: number): number => {
    const usual = usualEdges[new Date(atMs).getUTCHours()] ?? 0;
    return usual > 0 ? usual : lately;
  };

  const isObscured = (figures: PictureFigures, atMs: number): boolean => {
    const limit = state === 'obscured' ? 'leave' : 'enter';
    if (figures.deviation < coveredDeviation[limit]) return true;
    const hasSeenHour = (usualEdges[new Date(atMs).getUTCHours()] ?? 0) > 0;
    const light = usualMean > 0 ? figures.mean / usualMean : 1;
    const isLikeLight = hasSeenHour || (light > likeLight.least && light < likeLight.most);
    return known >= framesToKnow && isLikeLight && figures.laplacian < usualAt(atMs) * edgeShare[limit];
  };

  const hasMoved = (view: View): boolean => {
    if (!reference || known < framesToKnow) return false;
    const likeness = compareViews(reference, view, { x: 0, y: 0 });
    if (likeness > usualLikeness * lostShare) return false;
    const shift = findShift(reference, view);
    const isShift = Math.max(Math.abs(shift.x), Math.abs(shift.y)) >= leastShift;
    const found = isShift ? bestNear(reference, view, shift) : likeness;
    if (isShift && found > foundLikeness && found > likeness * 1.5) return true;
    return likeness < strangeLikeness && usualLikeness > 3 * strangeLikeness;
  };

  /** Takes a clear picture into what is usual. */
  const learn = (view: View, figures: PictureFigures, atMs: number): void => {
    const hour = new Date(atMs).getUTCHours();
    const before = usualEdges[hour] ?? 0;
    usualEdges[hour] = before === 0 ? figures.laplacian : before + referenceWeight * (figures.laplacian - before);
    lately = lately === 0 ? figures.laplacian : lately + 0.1 * (figures.laplacian - lately);
    usualMean = usualMean === 0 ? figures.mean : usualMean + 0.1 * (figures.mean - usualMean);
    known += 1;
    if (!reference) {
      reference = view;
      return;
    }
    const likeness = compareViews(reference, view, { x: 0, y: 0 });
    usualLikeness += (known < framesToKnow ? 0.3 : referenceWeight) * (likeness - usualLikeness);
    const weight = known < framesToKnow ? 0.2 : referenceWeight;
    for (const part of ['strength', 'columns', 'rows'] as const) blend(reference[part], view[part], weight);
  };

  const enter = (next: ViewState, atMs: number): void => {
    state = next;
    sinceMs = atMs;
    doubt = null;
    clearFrames = 0;
  };

  const weigh = (seen: ViewState, atMs: number): void => {
    if (seen === state) {
      doubt = null;
      clearFrames = 0;
      return;
    }
    if (seen === 'clear') {
      doubt = null;
      clearFrames += 1;
      if (clearFrames >= framesToLeave) enter('clear', atMs);
      return;
    }
    clearFrames = 0;
    if (doubt?.state !== seen) doubt = { state: seen, fromMs: atMs, frames: 0 };
    doubt.frames += 1;
    const owedMs = seen === 'moved' ? movedMs : obscuredMs;
    if (doubt.frames >= framesToChange && atMs - doubt.fromMs >= owedMs) enter(seen, doubt.fromMs);
  };

  return {
    get state() {
      return state;
    },
    get sinceMs() {
      return sinceMs;
    },
    see(gray, atMs) {
      if (atMs - lastMs < spacingMs) return;
      lastMs = atMs;
      const figures = measurePicture(gray);
      const view = readView(gray);
      const seen = isObscured(figures, atMs) ? 'obscured' : hasMoved(view) ? 'moved' : 'clear';
      if (seen === 'clear' && state === 'clear' && !doubt) learn(view, figures, atMs);
      weigh(seen, atMs);
    },
    accept(atMs) {
      reference = null;
      usualLikeness = 1;
      usualMean = 0;
      usualEdges = new Float64Array(hoursPerDay);
      lately = 0;
      known = 0;
      if (state !== 'clear') enter('clear', atMs);
      doubt = null;
    },
  };
}

/** The best likeness at a shift or one pixel beside it: the sums of lines are right to a pixel. */
function bestNear(reference: View, view: View, { x, y }: Shift): number {
  let best = -1;
  for (const dx of [-1, 0, 1]) {
    for (const dy of [-1, 0, 1]) best = Math.max(best, compareViews(reference, view, { x: x + dx, y: y + dy }));
  }
  return best;
}

function blend(into: Float32Array, from: Float32Array, weight: number): void {
  for (let at = 0; at < into.length; at += 1) {
    const before = into[at] ?? 0;
    into[at] = before + weight * ((from[at] ?? 0) - before);
  }
}
