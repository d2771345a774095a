import { dialAudiences, findMostStep, type DialAudience, type MostStep } from '@sitecast/contract/words';
import type { Camera } from '../cameras/camera.ts';
import { toArchiveRules } from '../cameras/camera-view.ts';
import { findMostRung } from '../cameras/ladder/rungs.ts';
import type { Edition } from '../cameras/public/edition.ts';
import type { PassDoor } from './footage-pass.ts';

/** What an asker may have of a camera. */
export interface FootageAccess {
  edition: Edition;
  /** What is asked for, without the pass. */
  name: string;
  /** Whether footage that begins then may be sent. */
  isOpen(startMs: number): boolean;
  /** The most of the live picture that this asker may have now (DIAL1). */
  most: MostStep;
  /** Whether footage that begins then may be sent as it came: of a live picture that is limited only what is past. */
  isOpenWhole(startMs: number): boolean;
  /** How long an answer may be kept by whoever; null: as long as its kind may. */
  maxAgeS: number | null;
}

/** A pass opens the footage of its stretch and no more: the newest still or list would be of now, and not wait for the delay. */
const passForm = /^pass\/([0-9a-z-]{1,100})\/(replay\.m3u8|[a-z0-9]{16}\/(?:init\.mp4|\d{1,15}\.m4s))$/;
/** An audience with a limit of its own has addresses of its own, so that an edge keeps them apart. */
const audienceForm = /^for\/([a-z]{1,10})\/(.+)$/;
const isAudience = (name: string): name is DialAudience => (dialAudiences as readonly string[]).includes(name);
/** What began so long ago is no longer the live picture: it is older than what a live playlist lists. */
const pastMs = 60_000;
/** A segment that begins a little before a stretch shows its first frames. */
const leadMs = 20_000;
/** What a pass opened is not kept long: it may be taken back. */
const passMaxAgeS = 300;

/** The server, which has asked who it is: everything. */
export function toControlAccess(edition: Edition, name: string): FootageAccess {
  return { edition, name, isOpen: () => true, most: 'full', isOpenWhole: () => true, maxAgeS: null };
}

/** An investor through the server, which has asked who it is: undelayed, and as much as investors may have. */
export function toInvestorAccess(camera: Camera, name: string, nowMs: number): FootageAccess {
  const most = toMost(camera.public.undelayed, findMostStep(camera.config.dial, 'investor', nowMs));
  const isOpenWhole = (startMs: number): boolean => most === 'full' || startMs < nowMs - pastMs;
  return { edition: camera.public.undelayed, name, isOpen: () => true, most, isOpenWhole, maxAgeS: null };
}

/** Anyone else: what is public by the camera's rules, or what the pass in the address opens; null: nothing. */
export function toPublicAccess(camera: Camera, name: string, passes: PassDoor, nowMs: number): FootageAccess | null {
  // A regular expression that cannot match is not free for who asks each second.
  const [, token, rest = ''] = (name.startsWith('pass/') && passForm.exec(name)) || [];
  if (token === undefined) {
    const { publicMinutes } = toArchiveRules(camera.config);
    const isOpen = (startMs: number): boolean => camera.archive.isPublic(startMs, nowMs);
    const [, audience = 'public', own = name] = (name.startsWith('for/') && audienceForm.exec(name)) || [];
    if (!isAudience(audience)) return null;
    const most = toMost(camera.public, findMostStep(camera.config.dial, audience, nowMs));
    const pastFromMs = nowMs - pastMs - (camera.config.privacy?.delayS ?? 0) * 1_000;
    const isOpenWhole = (startMs: number): boolean => isOpen(startMs) && (most === 'full' || startMs < pastFromMs);
    const maxAgeS = Math.max(60, publicMinutes * 60);
    return { edition: camera.public, name: own, isOpen, most, isOpenWhole, maxAgeS };
  }
  const pass = passes.check(token, camera.id, nowMs);
  if (!pass) return null;
  return {
    // Masked like the public's; who was granted the footage does not wait for it.
    edition: camera.public.undelayed,
    name: rest,
    isOpen: (startMs) => startMs > pass.fromMs - leadMs && startMs < pass.toMs,
    most: 'full',
    isOpenWhole: (startMs) => startMs > pass.fromMs - leadMs && startMs < pass.toMs,
    maxAgeS: Math.max(1, Math.min(passMaxAgeS, Math.floor((pass.expiresMs - nowMs) / 1_000))),
  };
}

/** A camera whose own picture is within a limit is not limited by it. */
const toMost = ({ live }: Edition, most: MostStep): MostStep =>
  most !== 'full' && findMostRung(live.listed.segments, most) === 'own' ? 'full' : most;
