import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Span } from '@sitecast/hls';

/** Right to play a stretch of one camera's footage for a while; it stands in the address itself. */
export interface PassDoor {
  issue(camera: string, stretch: Span, nowMs: number): { token: string; expiresMs: number };
  /** What a token opens; null: nothing, for whatever reason. */
  check(token: string, camera: string, nowMs: number): (Span & { expiresMs: number }) | null;
}

/** An hour of footage is watched in one go. */
const lifetimeMs = 5_400_000;
const form = /^([0-9a-z]{1,8})-([0-9a-z]{1,8})-([0-9a-z]{1,8})-([0-9a-f]{40})$/;

/**
 * Signed addresses for footage that is not open to all. Everything stands in the path, so an edge cache tells one pass
 * from another by its key, and asks again after the little time that the answer says (MEDIA9).
 */
export function createPassDoor(secret: string): PassDoor {
  const key = createHash('sha256').update(`footage pass ${secret}`).digest();
  const sign = (camera: string, text: string): string =>
    createHmac('sha256', key).update(`${camera} ${text}`).digest('hex').slice(0, 40);
  const toSeconds = (ms: number): string => Math.floor(ms / 1_000).toString(36);
  const toMs = (text: string): number => Number.parseInt(text, 36) * 1_000;

  return {
    issue(camera, { fromMs, toMs: untilMs }, nowMs) {
      const expiresMs = Math.floor((nowMs + lifetimeMs) / 1_000) * 1_000;
      const text = [fromMs, untilMs + 999, expiresMs].map(toSeconds).join('-');
      return { token: `${text}-${sign(camera, text)}`, expiresMs };
    },
    check(token, camera, nowMs) {
      const [, from = '', to = '', expires = '', signature = ''] = form.exec(token) ?? [];
      const expected = Buffer.from(sign(camera, [from, to, expires].join('-')));
      if (signature.length !== expected.byteLength || !timingSafeEqual(Buffer.from(signature), expected)) return null;
      const expiresMs = toMs(expires);
      return nowMs < expiresMs ? { fromMs: toMs(from), toMs: toMs(to), expiresMs } : null;
    },
  };
}
