import type { ArchiveDay } from '@sitecast/contract';

const pollMs = 15_000;

/** Reads a day again and again while somebody looks at it; answers how to end it. */
export function followDay(day: ArchiveDay, show: (fresh: ArchiveDay) => void): () => void {
  let isOver = false;
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await fetch(`/api/cameras/${day.camera}/archive/days/${day.date}`).catch(() => null);
    const body: unknown = answer?.ok ? await answer.json().catch(() => null) : null;
    // One answer that did not come is no reason to stop.
    const fresh = body as ArchiveDay | null;
    if (!isOver && fresh?.date === day.date) show(fresh);
  };
  const timer = setInterval(() => void ask(), pollMs);
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
