/** The recorder's own smaller video of a camera, by its height. */
export type RenditionStep = `${number}p`;

/** What is really shown: video, a smaller one, a picture a second, a still a minute, nothing new at all. */
export type DialStep = 'full' | RenditionStep | 'steps' | 'stills' | 'off';

/** What a viewer may choose. `auto` leaves it to the line, the hour and the budget. */
export type DialChoice = 'auto' | DialStep;

const renditionForm = /^\d{3,4}p$/;
export const isRendition = (step: string): step is RenditionStep => renditionForm.test(step);

/** What of a step a camera has: one without renditions gives what costs about as much. */
export const toStepOf = (wanted: DialStep, hasRenditions: boolean): DialStep =>
  isRendition(wanted) && !hasRenditions ? 'steps' : wanted;

/** What can be chosen of a camera with these renditions, most data first. */
export const listChoices = (renditions: readonly RenditionStep[]): DialChoice[] => [
  'auto',
  'full',
  ...renditions,
  'steps',
  'stills',
  'off',
];

const resolutionForm = /^#EXT-X-STREAM-INF:.*RESOLUTION=\d+x(\d+)/gm;

/** The smaller renditions that a multivariant playlist lists, largest first. */
export function findRenditions(playlist: string): RenditionStep[] {
  const heights = [...playlist.matchAll(resolutionForm)].map(([, height]) => Number(height));
  const own = Math.max(...heights);
  return [...new Set(heights)]
    .filter((height) => height < own)
    .toSorted((one, other) => other - one)
    .map((height): RenditionStep => `${height}p`);
}

/** Why auto shows what it shows. */
export type DialReason =
  'chosen' | 'line-good' | 'line-slow' | 'saver' | 'night' | 'budget-near' | 'budget-spent' | 'left';

export interface DialFacts {
  choice: DialChoice;
  /** The visitor asked the browser to spare data. */
  savesData: boolean;
  /** What the browser takes the line for, `4g`; null where it does not say. */
  effectiveType: string | null;
  /** Whether video was tried on this line and stood still too often. */
  isLineSlow: boolean;
  /** Fetched today on this device, and what the viewer allowed for a day; bytes, null: no limit. */
  spentBytes: number;
  budgetBytes: number | null;
  /** Hour of the day at the site, 0–23. */
  siteHour: number;
  /** How long nobody has touched the page, ms. */
  untouchedMs: number;
}

export interface DialPosition {
  step: DialStep;
  reason: DialReason;
}

/** A page left open all day is nobody's television. */
const leftAfterMs = 3 * 3_600_000;
const nearShare = 0.8;
/** Nobody builds then: who counts bytes is shown pictures. */
const isNight = (hour: number): boolean => hour >= 22 || hour < 6;

/**
 * The step that is shown. A budget of the viewer's own holds whatever was chosen: video is what it is spent on, and
 * at its end there are stills. What was chosen otherwise holds as it was chosen.
 */
export function toDialPosition(facts: DialFacts): DialPosition {
  const { choice, budgetBytes, spentBytes } = facts;
  if (choice === 'off' || choice === 'stills') return { step: choice, reason: 'chosen' };
  if (budgetBytes !== null && spentBytes >= budgetBytes) return { step: 'stills', reason: 'budget-spent' };
  if (choice !== 'auto') return { step: choice, reason: 'chosen' };
  if (facts.effectiveType === 'slow-2g' || facts.effectiveType === '2g') return { step: 'stills', reason: 'line-slow' };
  if (facts.savesData) return { step: 'steps', reason: 'saver' };
  if (facts.isLineSlow) return { step: 'steps', reason: 'line-slow' };
  if (budgetBytes !== null && spentBytes >= budgetBytes * nearShare) return { step: 'steps', reason: 'budget-near' };
  if (budgetBytes !== null && isNight(facts.siteHour)) return { step: 'steps', reason: 'night' };
  if (facts.untouchedMs >= leftAfterMs) return { step: 'steps', reason: 'left' };
  return { step: 'full', reason: 'line-good' };
}

/** Judges a line by what it does to a picture. */
export interface LineJudge {
  /** Told each second or so whether a picture that should move stands still. Answers whether video is too much. */
  note(isStanding: boolean, nowMs: number): boolean;
}

/** Standing for so long within the window is no way to watch. */
const mostStandingMs = 12_000;
const windowMs = 60_000;
/** Then pictures are shown so long before video is tried again; twice as long each time. */
const firstRestMs = 120_000;
const longestRestMs = 1_920_000;

/** Slow after 12 s of standing still in a minute; video is tried again after two minutes, then after four, and so on. */
export function createLineJudge(): LineJudge {
  let standing: { atMs: number; ms: number }[] = [];
  let lastMs: number | null = null;
  let restUntilMs: number | null = null;
  let restMs = firstRestMs;
  return {
    note(isStanding, nowMs) {
      const passedMs = lastMs === null ? 0 : Math.min(2_000, Math.max(0, nowMs - lastMs));
      lastMs = nowMs;
      if (restUntilMs !== null) {
        if (nowMs < restUntilMs) return true;
        restUntilMs = null;
        standing = [];
      }
      if (isStanding) standing.push({ atMs: nowMs, ms: passedMs });
      standing = standing.filter(({ atMs }) => nowMs - atMs < windowMs);
      if (standing.reduce((sum, { ms }) => sum + ms, 0) < mostStandingMs) return false;
      restUntilMs = nowMs + restMs;
      restMs = Math.min(longestRestMs, restMs * 2);
      return true;
    },
  };
}

/** What a viewer set, and what was fetched today; kept on the device and never sent. */
export interface DialMemory {
  choice: DialChoice;
  /** Megabytes a day; null: no limit. */
  budgetMb: number | null;
  /** The device's own day, `2026-11-23`, and what was fetched on it. */
  day: string;
  spentBytes: number;
}

/** Megabytes a day that are offered. */
export const budgetsMb = [50, 100, 250, 500, 1_000] as const;

const isChoice = (value: unknown): value is DialChoice =>
  typeof value === 'string' && (isRendition(value) || listChoices([]).includes(value as DialChoice));

/** Reads what was kept; what is none of ours, or of another day, counts for nothing. */
export function parseDialMemory(text: string | null, day: string): DialMemory {
  const none: DialMemory = { choice: 'auto', budgetMb: null, day, spentBytes: 0 };
  if (text === null) return none;
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof DialMemory, unknown>> | null;
    const { choice, budgetMb, spentBytes } = kept ?? {};
    const isSpent = kept?.day === day && typeof spentBytes === 'number' && spentBytes >= 0;
    return {
      // Nothing at all is a choice for this visit: the next one shall not find a dead page.
      choice: isChoice(choice) && choice !== 'off' ? choice : 'auto',
      budgetMb: budgetsMb.find((one) => one === budgetMb) ?? null,
      day,
      spentBytes: isSpent ? spentBytes : 0,
    };
  } catch {
    return none;
  }
}
