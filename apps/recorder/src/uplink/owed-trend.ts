/** How long it takes until nothing is owed any more, as it went lately. */
export interface OwedTrend {
  /** So many bytes are owed now. */
  note(lengthBytes: number): void;
  /** null: nobody can say yet, or what is owed does not get less: the cameras fill the line. */
  readonly remainingMs: number | null;
}

/** Lately: what the line did before may have been another hour of the day. */
const windowMs = 120_000;
/** Two looks that are closer say nothing of a line that is shared with what is new. */
const leastMs = 8_000;

/** @param tickMs a clock that never runs back. */
export function createOwedTrend(tickMs: () => number): OwedTrend {
  let looks: { atMs: number; lengthBytes: number }[] = [];
  return {
    note(lengthBytes) {
      const atMs = tickMs();
      looks = [...looks.filter((look) => atMs - look.atMs <= windowMs), { atMs, lengthBytes }];
    },
    get remainingMs() {
      const last = looks.at(-1);
      // From the most there was: until then the line was down, or what is owed was still growing.
      const most = looks.reduce<(typeof looks)[number] | null>(
        (found, look) => (found === null || look.lengthBytes >= found.lengthBytes ? look : found),
        null,
      );
      if (!last || !most) return null;
      if (last.lengthBytes === 0) return 0;
      const tookMs = last.atMs - most.atMs;
      const paid = most.lengthBytes - last.lengthBytes;
      return tookMs < leastMs || paid <= 0 ? null : Math.round((last.lengthBytes / paid) * tookMs);
    },
  };
}
