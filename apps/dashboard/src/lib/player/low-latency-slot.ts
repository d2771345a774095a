/** The right to play with parts, until it is given back. */
export interface LowLatencySlot {
  release(): void;
}

/**
 * Each player with parts holds two of the six connections that a browser opens to one host over HTTP/1.1: a page that
 * shows several cameras plays one of them so, and the others by whole segments.
 */
const mostPlayers = 1;
let playing = 0;

/** Takes a slot; null where none is free, or the visitor asked to spare data. */
export function takeLowLatencySlot(): LowLatencySlot | null {
  if (playing >= mostPlayers || sparesData()) return null;
  playing += 1;
  let isReleased = false;
  return {
    release() {
      if (!isReleased) playing -= 1;
      isReleased = true;
    },
  };
}

function sparesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || ['slow-2g', '2g', '3g'].includes(connection?.effectiveType ?? '');
}
