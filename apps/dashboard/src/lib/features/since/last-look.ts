import type { ProjectView } from '@sitecast/contract';

/** What a visitor's own browser remembers of a look at a project. It never leaves the browser. */
export interface LastLook {
  /** When it was, ISO 8601. */
  at: string;
  percentBp: number | null;
  dataDate: string | null;
  forecastFinish: string | null;
  /** Codes of the milestones that were reached then. */
  reached: string[];
}

export interface Change {
  /** Basis points; null where one of them is not known. */
  percentBp: number | null;
  /** The forecast finish moved by so many days; positive is later. */
  forecastDays: number | null;
  /** Codes of the milestones reached since. */
  reached: string[];
}

/** A page that is opened again at once is the same look; milliseconds. */
export const sameLookMs = 6 * 3_600_000;
const dayMs = 86_400_000;

/** What is kept of a project as it is now. */
export function toLook(project: ProjectView): LastLook {
  return {
    at: project.serverNow,
    percentBp: project.progress.percentBp,
    dataDate: project.progress.dataDate,
    forecastFinish: project.summary.forecastFinish,
    reached: project.milestones.filter(({ state }) => state === 'done').map(({ code }) => code),
  };
}

/** What a kept text says; null where it is none of ours. */
export function parseLook(text: string | null): LastLook | null {
  if (text === null) return null;
  try {
    const look = JSON.parse(text) as Partial<LastLook> | null;
    if (typeof look?.at !== 'string' || Number.isNaN(Date.parse(look.at)) || !Array.isArray(look.reached)) return null;
    return {
      at: look.at,
      percentBp: typeof look.percentBp === 'number' ? look.percentBp : null,
      dataDate: typeof look.dataDate === 'string' ? look.dataDate : null,
      forecastFinish: typeof look.forecastFinish === 'string' ? look.forecastFinish : null,
      reached: look.reached.filter((code) => typeof code === 'string'),
    };
  } catch {
    return null;
  }
}

/** What happened between two looks. */
export function compareLooks(before: LastLook, after: LastLook): Change {
  const known = new Set(before.reached);
  return {
    percentBp: before.percentBp === null || after.percentBp === null ? null : after.percentBp - before.percentBp,
    forecastDays:
      before.forecastFinish === null || after.forecastFinish === null
        ? null
        : Math.round((Date.parse(after.forecastFinish) - Date.parse(before.forecastFinish)) / dayMs),
    reached: after.reached.filter((code) => !known.has(code)),
  };
}

/**
 * Takes a look: answers the one before, where it was another visit, and keeps this one in its place. A browser that
 * keeps nothing has never looked before.
 */
export function takeLook(storage: Storage | null, code: string, now: LastLook): LastLook | null {
  const key = `sitecast.look.${code}`;
  try {
    const text = storage?.getItem(key) ?? null;
    const kept = text === null ? null : (JSON.parse(text) as { last?: unknown; before?: unknown });
    const last = parseLook(kept ? JSON.stringify(kept.last ?? null) : null);
    const before = parseLook(kept ? JSON.stringify(kept.before ?? null) : null);
    const isSameLook = last !== null && Date.parse(now.at) - Date.parse(last.at) < sameLookMs;
    // Reloading must not make the visit before this one forgotten.
    const answer = isSameLook ? before : last;
    storage?.setItem(key, JSON.stringify({ last: isSameLook ? last : now, before: answer }));
    return answer;
  } catch {
    return null;
  }
}

/** The browser's own memory; null where it was switched off: then even asking for it fails. */
export function findMemory(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
