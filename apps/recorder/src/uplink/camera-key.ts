import { join } from 'node:path';
import { readFileIfThere } from '../storage/atomic-file.ts';

/** How long what was read stands: a key may be put there, or changed, while the recorder runs. */
const freshMs = 5_000;

/** Reads the key a camera shows the centre, from `secrets/uplink-<camera>.key`; null: it is not forwarded. */
export function createKeyReader(secrets: string, camera: string, nowMs: () => number): () => Promise<string | null> {
  let known: { key: string | null; atMs: number } | null = null;
  return async () => {
    if (known && Math.abs(nowMs() - known.atMs) < freshMs) return known.key;
    const text = (await readFileIfThere(join(secrets, `uplink-${camera}.key`)))?.toString('utf8').trim() ?? '';
    known = { key: /^[A-Za-z0-9_-]{12,64}$/.test(text) ? text : null, atMs: nowMs() };
    return known.key;
  };
}
