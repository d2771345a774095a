/** A UTC day that has stills, as the recorder tells it. */
export interface StillDay {
  date: string;
  /** Instants, ISO 8601. */
  first: string;
  last: string;
  count: number;
}

const dayMs = 86_400_000;

async function read<T>(url: string, signal: AbortSignal): Promise<T | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

/** The days a camera has stills of; null where it cannot be asked. */
export async function readStillDays(camera: string, signal: AbortSignal): Promise<StillDay[] | null> {
  return (await read<{ days: StillDay[] }>(`/media/${camera}/stills.json`, signal))?.days ?? null;
}

/** The stills of a site's day, in milliseconds, oldest first. `toDate` says which day of the site an instant is of. */
export async function readInstants(
  camera: string,
  date: string,
  toDate: (atMs: number) => string,
  signal: AbortSignal,
): Promise<number[]> {
  const noonMs = Date.parse(`${date}T12:00:00Z`);
  const days = [noonMs - dayMs, noonMs, noonMs + dayMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  const lists = await Promise.all(
    days.map((day) => read<{ instants: string[] }>(`/media/${camera}/stills.json?day=${day}`, signal)),
  );
  return lists
    .flatMap((list) => list?.instants ?? [])
    .map((instant) => Date.parse(instant))
    .filter((atMs) => toDate(atMs) === date);
}

/** Where the still of an instant lies: `20261123T051400Z` is its name. */
export function toStillUrl(camera: string, atMs: number): string {
  const name = new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `/media/${camera}/stills/${name}Z.jpg`;
}
