import type { CameraView } from '@sitecast/contract';
import { toPublicWindowMs } from './rewind.ts';

/** Answers where this visitor finds older footage than the public may see; null: nowhere. */
export type FindPass = (fromMs: number, toMs: number) => Promise<string | null>;

export interface TimeReachOptions {
  camera: () => CameraView;
  /** Server time minus `Date.now()`, null while it is not known. */
  clockOffsetMs: () => number | null;
  /** null: what the public may see is all. */
  findPass: () => FindPass | null;
}

/** How far in time this visitor may see, by the server's clock. */
export interface TimeReach {
  readServerNowMs(): number | null;
  /** The newest instant this audience may see. */
  readEdgeMs(): number | null;
  /** How far back from it, in ms. */
  readWindowMs(): number;
  /** Where older footage is, for whom it was granted; null: where everybody's is. */
  findBase(fromMs: number, toMs: number): Promise<string | null>;
}

export function createTimeReach({ camera, clockOffsetMs, findPass }: TimeReachOptions): TimeReach {
  const readServerNowMs = (): number | null => {
    const offsetMs = clockOffsetMs();
    return offsetMs === null ? null : Date.now() + offsetMs;
  };
  const readEdgeMs = (): number | null => {
    const serverNowMs = readServerNowMs();
    return serverNowMs === null ? null : serverNowMs - camera().delayS * 1_000;
  };
  const readPublicMs = (): number => toPublicWindowMs(camera().publicMinutes);
  return {
    readServerNowMs,
    readEdgeMs,
    readWindowMs: () => (findPass() === null ? readPublicMs() : Number.POSITIVE_INFINITY),
    async findBase(fromMs, toMs) {
      const isPublic = fromMs > (readEdgeMs() ?? 0) - readPublicMs();
      return isPublic ? null : ((await findPass()?.(fromMs, toMs).catch(() => null)) ?? null);
    },
  };
}
