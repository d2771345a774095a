/** A picture with the time it was taken. `url` is an object URL: `close` gives its memory back. */
export interface Still {
  url: string;
  atMs: number | null;
  close: () => void;
}

/** So new is what the page itself has just shown. */
const justShownMs = 30_000;

/** Fetches the newest still; its time stands in Last-Modified. null where there is none to be had. */
export async function readStill(stillUrl: string, signal: AbortSignal): Promise<Still | null> {
  try {
    const answer = await fetch(stillUrl, { signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
    if (!answer.ok) return null;
    return await toStill(answer);
  } catch {
    return null;
  }
}

/**
 * The still that the page has just shown, out of the browser's cache, so that a phone does not pay for it twice; where
 * it is not there, or older than half a minute, the newest one.
 */
export async function readShownStill(stillUrl: string, signal: AbortSignal): Promise<Still | null> {
  const kept = await fetch(stillUrl, { signal, cache: 'force-cache' }).catch(() => null);
  const ageMs = Date.now() - Date.parse(kept?.headers.get('date') ?? '');
  if (!kept?.ok || !(Math.abs(ageMs) < justShownMs)) return readStill(stillUrl, signal);
  return toStill(kept).catch(() => null);
}

async function toStill(answer: Response): Promise<Still> {
  const modified = answer.headers.get('last-modified');
  const url = URL.createObjectURL(await answer.blob());
  const atMs = modified === null ? Number.NaN : Date.parse(modified);
  return { url, atMs: Number.isNaN(atMs) ? null : atMs, close: () => URL.revokeObjectURL(url) };
}
