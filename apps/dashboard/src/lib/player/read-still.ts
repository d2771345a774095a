/** A picture with the time it was taken. `url` is an object URL: `close` gives its memory back. */
export interface Still {
  url: string;
  atMs: number | null;
  close: () => void;
}

/** Fetches the newest still; its time stands in Last-Modified. null where there is none to be had. */
export async function readStill(stillUrl: string, signal: AbortSignal): Promise<Still | null> {
  try {
    const answer = await fetch(stillUrl, { signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
    if (!answer.ok) return null;
    const modified = answer.headers.get('last-modified');
    const url = URL.createObjectURL(await answer.blob());
    const atMs = modified === null ? Number.NaN : Date.parse(modified);
    return { url, atMs: Number.isNaN(atMs) ? null : atMs, close: () => URL.revokeObjectURL(url) };
  } catch {
    return null;
  }
}
