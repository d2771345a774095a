const line = /^#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)/m;

/**
 * Counts a playlist's discontinuities from the first one this player saw. hls.js keeps an array with that number as
 * index and copies it for each new time base: at a number that was counted from the epoch that holds the page for
 * seconds, where the differences are all that matters.
 */
export function createDiscontinuityBase(): (playlist: string) => string {
  let base: number | null = null;
  return (playlist) =>
    playlist.replace(line, (_, digits: string) => {
      const sequence = Number(digits);
      // A source that began anew counts anew.
      if (base === null || sequence < base) base = sequence;
      return `#EXT-X-DISCONTINUITY-SEQUENCE:${sequence - base}`;
    });
}
