import { problemSchema } from '@sitecast/contract';
import type { LineRate } from './line-rate.ts';

/**
 * `kept`: it is on the centre's disk. `refused`: these bytes will never be taken. `failed`: try again later; the line is
 * cut or too slow, the key is wrong, the centre is full or its clock is behind.
 */
export type Sent = 'kept' | 'refused' | 'failed';

export interface Parcel {
  path: string;
  type: 'video/mp4' | 'image/jpeg' | 'application/json';
  body: Uint8Array<ArrayBuffer>;
}

/** Sends one thing to the centre; given up after `limitMs`, or, left out, after as long as the line needs. Never rejects. */
export type Send = (parcel: Parcel, key: string, limitMs?: number) => Promise<Sent>;

/** Bytes that are refused with these will be refused again. */
const finalStatus = new Set([400, 413, 415, 422]);

/** A sender to one origin. `told` hears of each answer other than `kept`; neither key nor body is in it. */
export function createSender(
  origin: string,
  stop: AbortSignal,
  told: (what: { path: string; status: number | null }) => void,
  line: LineRate,
): Send {
  return async ({ path, type, body }, key, limitMs) => {
    const patience = AbortSignal.timeout(limitMs ?? line.toLimitMs(body.byteLength));
    const begunMs = performance.now();
    try {
      const response = await fetch(origin + path, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': type },
        body,
        redirect: 'error',
        signal: AbortSignal.any([stop, patience]),
      });
      const text = await response.text();
      if (response.status === 204) {
        line.kept(body.byteLength, performance.now() - begunMs);
        return 'kept';
      }
      told({ path, status: response.status });
      return finalStatus.has(response.status) && !isClock(text) ? 'refused' : 'failed';
    } catch {
      if (patience.aborted && limitMs === undefined) line.timedOut();
      told({ path, status: null });
      return 'failed';
    }
  };
}

/** Whether the centre only says that its clock is not there yet. */
function isClock(text: string): boolean {
  try {
    return problemSchema.parse(JSON.parse(text)).field === 'clock';
  } catch {
    return false;
  }
}
