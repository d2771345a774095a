import { randomBytes } from 'node:crypto';
import type { OnvifAddress } from '@sitecast/contract';
import type { SourceGuard } from '../guard.ts';
import { createGuardedPost, findLogin } from './guarded-post.ts';
import { PtzError } from './ptz-error.ts';
import { escapeXml, writeEnvelope } from './soap-envelope.ts';
import { findPresetAt, readPlaces, toPresets, type PresetPlaces } from './preset-places.ts';
import { findDeep, findNode, readSoap, readText, type SoapNode } from './soap-node.ts';

export type Motion = 'moving' | 'idle' | 'unknown';

/** A camera as far as it can be moved. Everything throws PtzError; nothing of what the camera said is in it. */
export interface OnvifDevice {
  listPresets(): Promise<PresetPlaces>;
  /** The camera takes the order; it is there some seconds later. `asked` is called when all but the order itself was said. */
  goTo(preset: string, asked?: () => void): Promise<void>;
  readMotion(): Promise<Motion>;
}

/** All requests of one order together. The server waits ten seconds for the answer. */
const patienceMs = 8_000;
/** Cameras lock an account after a few wrong passwords. */
const wrongPasswordPauseMs = 60_000;

const wsdl = (service: string): string => `http://www.onvif.org/${service}/wsdl`;
const services = { device: wsdl('ver10/device'), media: wsdl('ver10/media'), ptz: wsdl('ver20/ptz') } as const;

interface Found {
  /** Path of the PTZ service. */
  ptz: string;
  profile: string;
}

/** A camera behind its ONVIF device service. What it says of its own services is followed by path, never to another host. */
export function createOnvifDevice(options: {
  address: OnvifAddress;
  guard: SourceGuard;
  nowMs: () => number;
  patienceMs?: number;
}): OnvifDevice {
  const { nowMs } = options;
  const post = createGuardedPost({ url: options.address.url, guard: options.guard });
  let found: Found | null = null;
  /** How far the camera's clock is ahead of ours. */
  let aheadMs = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  async function ask(target: string, body: string, signal: AbortSignal, isSigned = true): Promise<SoapNode> {
    const login = isSigned ? findLogin(await post.admit()) : null;
    const answer = await post.send(target, writeEnvelope(body, login, nowMs() + aheadMs, randomBytes(16)), signal);
    const envelope = readSoap(answer.text);
    const fault = findNode(envelope, ['Fault']);
    if (fault) throw new PtzError(toPtzFault(fault));
    if (answer.status !== 200) throw new PtzError('refused');
    return envelope;
  }

  /** Which clock the camera signs by; one that does not say so has ours. */
  async function readAhead(target: string, signal: AbortSignal): Promise<number> {
    try {
      const body = await ask(target, `<GetSystemDateAndTime xmlns="${services.device}"/>`, signal, false);
      const said = readInstant(findDeep(body, 'UTCDateTime'));
      return said === null ? 0 : said - nowMs();
    } catch (error) {
      if (error instanceof PtzError && (error.fault === 'refused' || error.fault === 'wrong-password')) return 0;
      throw error;
    }
  }

  async function find(signal: AbortSignal): Promise<Found> {
    if (found) return found;
    const { url } = await post.admit();
    aheadMs = await readAhead(url.target, signal);
    const asked = `<GetCapabilities xmlns="${services.device}"><Category>All</Category></GetCapabilities>`;
    const capabilities = findDeep(await ask(url.target, asked, signal), 'Capabilities');
    const ptz = toPath(readText(findNode(capabilities, ['PTZ', 'XAddr'])));
    const media = toPath(readText(findNode(capabilities, ['Media', 'XAddr'])));
    if (ptz === null || media === null) throw new PtzError('no-ptz');
    const answer = await ask(media, `<GetProfiles xmlns="${services.media}"/>`, signal);
    const profiles = findNode(answer, ['GetProfilesResponse'])?.children ?? [];
    const movable = profiles.find((one) => findNode(one, ['PTZConfiguration']) !== undefined);
    const profile = movable?.attributes.get('token');
    if (profile === undefined) throw new PtzError('no-ptz');
    return (found = { ptz, profile });
  }

  /** An order within its time; after a fault the camera is looked at anew. */
  async function within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (performance.now() < pausedUntilMs) throw new PtzError('wrong-password');
    try {
      return await work(AbortSignal.timeout(options.patienceMs ?? patienceMs));
    } catch (error) {
      found = null;
      const known = error instanceof PtzError ? error : new PtzError('unreadable');
      if (known.fault === 'wrong-password') pausedUntilMs = performance.now() + wrongPasswordPauseMs;
      throw known;
    }
  }

  const toProfile = ({ profile }: Found): string => `<ProfileToken>${escapeXml(profile)}</ProfileToken>`;
  const order = async (name: string, rest: string, signal: AbortSignal): Promise<SoapNode> => {
    const at = await find(signal);
    return ask(at.ptz, `<${name} xmlns="${services.ptz}">${toProfile(at)}${rest}</${name}>`, signal);
  };
  const list = async (signal: AbortSignal) => readPlaces(await order('GetPresets', '', signal));

  return {
    listPresets: () =>
      within(async (signal) => {
        const places = await list(signal);
        // Where it stands is good to know; a camera that does not say so is moved all the same.
        const status = await order('GetStatus', '', signal).catch(() => undefined);
        return { presets: toPresets(places), at: findPresetAt(places, status) };
      }),
    goTo: (preset, asked) =>
      within(async (signal) => {
        if (!(await list(signal)).some(({ token }) => token === preset)) throw new PtzError('no-preset');
        asked?.();
        const answer = await order('GotoPreset', `<PresetToken>${escapeXml(preset)}</PresetToken>`, signal);
        if (!findNode(answer, ['GotoPresetResponse'])) throw new PtzError('unreadable');
      }),
    readMotion: () =>
      within(async (signal) => {
        const move = findDeep(await order('GetStatus', '', signal), 'MoveStatus');
        const words = ['PanTilt', 'Zoom'].map((axis) => readText(findNode(move, [axis])).toUpperCase());
        if (words.includes('MOVING')) return 'moving';
        return words.includes('IDLE') ? 'idle' : 'unknown';
      }),
  };
}

/** Only the path: which host is asked was said by the operator, and a camera behind a router knows itself by another name. */
function toPath(address: string): string | null {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const path = url.pathname + url.search;
  return /^\/[\u0021-\u007E]{0,511}$/.test(path) ? path : null;
}

function readInstant(utc: SoapNode | undefined): number | null {
  const number = (path: readonly string[]): number => Number(readText(findNode(utc, path)) || Number.NaN);
  const [year, month, day] = ['Year', 'Month', 'Day'].map((part) => number(['Date', part]));
  const [hour, minute, second] = ['Hour', 'Minute', 'Second'].map((part) => number(['Time', part]));
  const atMs = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  return Number.isFinite(atMs) ? atMs : null;
}

/** The subcodes of ONVIF Core 5.11.2.2, in whatever prefix. */
function toPtzFault(fault: SoapNode): PtzError['fault'] {
  const words = readText(fault);
  if (/NotAuthorized|FailedAuthentication|InvalidSecurity|Sender not Authorized/i.test(words)) return 'wrong-password';
  if (/NoToken|NoPreset|PresetNotExist/i.test(words)) return 'no-preset';
  return /ActionNotSupported|NoPTZProfile|PTZNotSupported/i.test(words) ? 'no-ptz' : 'refused';
}
