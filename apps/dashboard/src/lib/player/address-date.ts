/** As much of a listed segment as is asked; `start` in seconds of the player's own time line. */
interface ListedFragment {
  url: string;
  start: number;
}

/** Dates of a list are rounded, and a clock drifts inside a run. */
const agreeWithinMs = 3_000;

/**
 * When the picture on the screen was taken, as far as two witnesses agree: the date that the list says, and the beginning
 * that stands in the segment's own address, under which its bytes never change (MEDIA2). What stands between can pass on an
 * old list and date it anew; where they differ the older one is believed (LIVE2). Epoch ms; null: nothing is known.
 */
export function readOlderDate(
  listedMs: number | null,
  fragments: readonly ListedFragment[],
  currentTime: number,
): number | null {
  if (listedMs === null) return null;
  // Behind the last stands the segment that is coming in, by parts: it goes on where that one ends.
  const playing = fragments.findLast(({ start }) => currentTime >= start);
  const [, startMs] = /\/(\d{13})\.m4s(?:\?|$)/.exec(playing?.url ?? '') ?? [];
  if (!playing || startMs === undefined) return listedMs;
  const addressedMs = Number(startMs) + (currentTime - playing.start) * 1_000;
  return listedMs - addressedMs > agreeWithinMs ? addressedMs : listedMs;
}
