import type { Camera } from '../cameras/camera.ts';
import { toArchiveRules } from '../cameras/camera-view.ts';
import type { Edition } from '../cameras/public/edition.ts';
import type { PassDoor } from '../platform/footage-pass.ts';

/** What an asker may have of a camera. */
export interface FootageAccess {
  edition: Edition;
  /** What is asked for, without the pass. */
  name: string;
  /** Whether footage that begins then may be sent. */
  isOpen(startMs: number): boolean;
  /** How long an answer may be kept by whoever; null: as long as its kind may. */
  maxAgeS: number | null;
}

/** A pass opens the footage of its stretch and no more: the newest still or list would be of now, and not wait for the delay. */
const passForm = /^pass\/([0-9a-z-]{1,100})\/(replay\.m3u8|[a-z0-9]{16}\/(?:init\.mp4|\d{1,15}\.m4s))$/;
/** A segment that begins a little before a stretch shows its first frames. */
const leadMs = 20_000;
/** What a pass opened is not kept long: it may be taken back. */
const passMaxAgeS = 300;

/** The server, which has asked who it is: everything. */
export function toControlAccess(edition: Edition, name: string): FootageAccess {
  return { edition, name, isOpen: () => true, maxAgeS: null };
}

/** Anyone else: what is public by the camera's rules, or what the pass in the address opens; null: nothing. */
export function toPublicAccess(camera: Camera, name: string, passes: PassDoor, nowMs: number): FootageAccess | null {
  const [, token, rest = ''] = passForm.exec(name) ?? [];
  if (token === undefined) {
    const { publicMinutes } = toArchiveRules(camera.config);
    const isOpen = (startMs: number): boolean => camera.archive.isPublic(startMs, nowMs);
    return { edition: camera.public, name, isOpen, maxAgeS: Math.max(60, publicMinutes * 60) };
  }
  const pass = passes.check(token, camera.id, nowMs);
  if (!pass) return null;
  return {
    // Masked like the public's; who was granted the footage does not wait for it.
    edition: camera.public.undelayed,
    name: rest,
    isOpen: (startMs) => startMs > pass.fromMs - leadMs && startMs < pass.toMs,
    maxAgeS: Math.max(1, Math.min(passMaxAgeS, Math.floor((pass.expiresMs - nowMs) / 1_000))),
  };
}
