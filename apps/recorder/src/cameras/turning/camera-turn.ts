import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, type OnvifAddress, type PresetList, type PtzFault, type RecorderPtz } from '@sitecast/contract';
import type { Logger } from '../../platform/log.ts';
import type { OnvifDevice } from '../../sources/onvif/onvif-device.ts';
import { PtzError } from '../../sources/onvif/ptz-error.ts';

/** Moving a camera on purpose: it is known that it turns, and when it stands again. */
export interface CameraTurn {
  /** Asks the camera; with a fault the list is empty. */
  listPresets(): Promise<PresetList>;
  /** Done when the camera took the order. Throws Refusal: `camera.not-moved` with the fault's word, `camera.turning`. */
  goTo(preset: string): Promise<void>;
  /** Its view changed and nobody here moved it: where it stands is not known. */
  moved(): void;
  readonly isTurning: boolean;
  /** null: it was told of no way to move it. */
  readonly view: RecorderPtz | null;
  close(): Promise<void>;
}

export interface TurnDeps {
  address: () => OnvifAddress | null;
  open: (address: OnvifAddress) => OnvifDevice;
  log: Logger;
  /** It stands: resolves when there is a picture of that. */
  stood: () => Promise<void>;
  /** It begins to turn, or stands again (`arrived`: at the preset). */
  changed: (state: 'turning' | 'arrived' | 'lost' | 'stayed') => void;
}

const askEveryMs = 500;
/** It says `idle` before it has begun. */
const leastMs = 1_500;
/** Said twice running: some are idle for a moment between pan and tilt. */
const idlesToStand = 2;
/** One that does not tell whether it moves is given this long. */
const blindMs = 10_000;
const mostMs = 45_000;
/** What was taken on the way is still coming in when the camera stands. */
const settleMs = 2_500;

/** One camera's moves, one at a time. */
export function createCameraTurn(deps: TurnDeps): CameraTurn {
  const stop = new AbortController();
  let device: { url: string; device: OnvifDevice } | null = null;
  let isAsking = false;
  let isTurning = false;
  let preset: string | null = null;
  let watching: Promise<void> = Promise.resolve();

  const open = (): OnvifDevice | null => {
    const address = deps.address();
    if (!address) {
      device = null;
      preset = null;
      return null;
    }
    if (device?.url !== address.url) {
      device = { url: address.url, device: deps.open(address) };
      preset = null;
    }
    return device.device;
  };

  /** Resolves true when it stands; false where that could not be learned. */
  const awaitStanding = async (camera: OnvifDevice): Promise<boolean> => {
    const beganMs = performance.now();
    let idles = 0;
    for (;;) {
      await pause(askEveryMs, undefined, { signal: stop.signal });
      const passedMs = performance.now() - beganMs;
      if (passedMs > mostMs) return false;
      const motion = await camera.readMotion().catch(() => 'unknown' as const);
      if (motion === 'unknown' && passedMs > blindMs) return true;
      idles = motion === 'idle' && passedMs > leastMs ? idles + 1 : 0;
      if (idles >= idlesToStand) return true;
    }
  };

  const watch = async (camera: OnvifDevice, wanted: string): Promise<void> => {
    try {
      const stands = await awaitStanding(camera);
      await pause(settleMs, undefined, { signal: stop.signal });
      await deps.stood();
      if (stop.signal.aborted) return;
      preset = stands ? wanted : null;
      isTurning = false;
      deps.changed(stands ? 'arrived' : 'lost');
    } catch (error) {
      if (!stop.signal.aborted) deps.log.error({ err: error }, 'a move could not be followed');
    }
  };

  return {
    async listPresets() {
      const camera = open();
      if (!camera) return { fault: 'no-ptz', presets: [], at: null };
      try {
        const { presets, at } = await camera.listPresets();
        return { fault: null, presets, at: isTurning ? null : at };
      } catch (error) {
        return { fault: toFault(error), presets: [], at: null };
      }
    },
    async goTo(wanted) {
      const camera = open();
      if (!camera) throw refuse('no-ptz');
      if (isTurning || isAsking) throw new Refusal('camera.turning');
      const before = preset;
      isAsking = true;
      try {
        await camera.goTo(wanted, () => {
          isTurning = true;
          preset = null;
          deps.changed('turning');
        });
        watching = watch(camera, wanted);
      } catch (error) {
        const fault = toFault(error);
        if (isTurning) {
          isTurning = false;
          // A line that broke after the order leaves open whether it was heard.
          preset = vague.has(fault) ? null : before;
          deps.changed('stayed');
        }
        throw refuse(fault);
      } finally {
        isAsking = false;
      }
    },
    moved() {
      if (!isTurning) preset = null;
    },
    get isTurning() {
      return isTurning;
    },
    get view() {
      const url = URL.parse(deps.address()?.url ?? '');
      if (!url) return null;
      const isKnown = device?.url === deps.address()?.url;
      return {
        host: url.hostname,
        hasPassword: url.password !== '',
        turning: isTurning,
        preset: isKnown ? preset : null,
      };
    },
    async close() {
      stop.abort();
      await watching;
    },
  };
}

const vague: ReadonlySet<PtzFault> = new Set(['silent', 'unreachable', 'unreadable']);

const toFault = (error: unknown): PtzFault => (error instanceof PtzError ? error.fault : 'unreadable');

const refuse = (fault: PtzFault): Refusal =>
  new Refusal('camera.not-moved', { detail: fault, fields: [{ field: 'preset', message: fault }] });
