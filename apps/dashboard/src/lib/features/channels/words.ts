import type { RestreamFault, RestreamState } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';

export const restreamStateNames: Record<RestreamState, () => string> = {
  off: m.channels_state_off,
  connecting: m.channels_state_connecting,
  'on-air': m.channels_state_on_air,
  waiting: m.channels_state_waiting,
  failed: m.channels_state_failed,
};

export const restreamFaultNames: Record<RestreamFault, () => string> = {
  unreachable: m.channels_fault_unreachable,
  refused: m.channels_fault_refused,
  'wrong-key': m.channels_fault_wrong_key,
  lost: m.channels_fault_lost,
  'codec-unsupported': m.channels_fault_codec,
  'ffmpeg-failed': m.channels_fault_ffmpeg,
};

/** A name as a code: `K-Park on YouTube` → `k-park-on-youtube`; letters of other scripts fall away. */
export function toRestreamId(name: string, taken: readonly string[]): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 32)
      .replace(/-+$/, '') || 'channel';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(id)) return id;
  }
}
