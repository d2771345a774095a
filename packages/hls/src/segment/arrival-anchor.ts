/** How far the time line may be off the clock before it is anchored anew; AWS MediaLive uses the same. */
const driftLimitMs = 500;
/** Segments looked back over: a network that stalls and catches up makes frames late, never early. */
const lookBack = 5;

export interface ArrivalAnchor {
  /** A frame whose end is `mediaEndMs` on the stream's own clock arrived at `arrivalMs`. */
  observe(mediaEndMs: number, arrivalMs: number): void;
  /** Ends a segment: fixes the anchor if it is the first, else says whether the time line has left the clock. */
  closeSegment(): { offsetMs: number; hasDrifted: boolean };
}

/**
 * Ties the stream's own clock to ours by the frames that came with the least delay: bursts and stalls only ever
 * add delay, so the smallest difference is the true one.
 */
export function createArrivalAnchor(): ArrivalAnchor {
  let offsetMs: number | null = null;
  let smallestMs = Number.POSITIVE_INFINITY;
  const history: number[] = [];

  return {
    observe(mediaEndMs, arrivalMs) {
      smallestMs = Math.min(smallestMs, arrivalMs - mediaEndMs);
    },
    closeSegment() {
      history.push(smallestMs);
      if (history.length > lookBack) history.shift();
      smallestMs = Number.POSITIVE_INFINITY;
      const measuredMs = Math.min(...history);
      offsetMs ??= measuredMs;
      // With a short history one late segment looks like drift; being early cannot be an accident.
      const isLate = measuredMs - offsetMs > driftLimitMs && history.length === lookBack;
      return { offsetMs, hasDrifted: isLate || offsetMs - measuredMs > driftLimitMs };
    },
  };
}
