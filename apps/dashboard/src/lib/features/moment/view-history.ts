/** The views a page has had, each from the instant on at which the server made it so. */
export interface ViewHistory<View> {
  /** Notes a view; the same one again, or one that came before the newest, changes nothing. */
  keep(view: View, fromMs: number): void;
  /** The view as it was known at an instant; before the first one, that one. */
  readAt(atMs: number): View;
}

/** A page open for weeks, on a project with a post a minute, keeps no more. */
const mostKept = 500;

/** Begins with what the page was rendered with. */
export function createViewHistory<View>(first: View): ViewHistory<View> {
  let entries = [{ view: first, fromMs: Number.NEGATIVE_INFINITY }];
  return {
    keep(view, fromMs) {
      const newest = entries.at(-1);
      if (newest?.view === view) return;
      // Two clocks may disagree by a little; the order of the log never does.
      entries.push({ view, fromMs: Math.max(fromMs, newest?.fromMs ?? fromMs) });
      if (entries.length > mostKept) entries = entries.slice(-mostKept);
    },
    readAt: (atMs) => (entries.findLast(({ fromMs }) => fromMs <= atMs) ?? entries[0]!).view,
  };
}
