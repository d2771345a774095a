/** What a page shows of a project at the moment that is looked at. */
export interface Standing {
  /** The instant that is looked at, epoch ms. */
  atMs: number;
  /** It is now: what the page hears is what there is to tell, however long nobody looked. */
  isNow: boolean;
  /** Codes of the milestones reached by then. */
  reached: ReadonlySet<string>;
  /** What the newest figure is called, of which data date: another one is news. */
  figure: string | null;
}

/** What is new to whoever follows the picture. */
export interface News {
  reached: string[];
  hasFigure: boolean;
}

/** Longer than this between two looks is a leap of the visitor, not the picture going on. */
const leapMs = 30_000;
const nothing: News = { reached: [], hasFigure: false };

/**
 * Tells a milestone when the playhead gets to it, and once: not before, because the picture would follow the news, and
 * not after a leap, because who goes to another moment finds the page as it was then.
 */
export function createMilestoneNews(): (now: Standing) => News {
  let last: Standing | null = null;
  const told = new Set<string>();
  return (now) => {
    const before = last;
    last = now;
    if (before === null || now.atMs < before.atMs) return nothing;
    if (now.atMs - before.atMs > leapMs && !(now.isNow && before.isNow)) return nothing;
    const reached = [...now.reached].filter((code) => !before.reached.has(code) && !told.has(code));
    for (const code of reached) told.add(code);
    return { reached, hasFigure: now.figure !== null && now.figure !== before.figure };
  };
}
