import type { Preset, TaughtPreset } from '@sitecast/contract';
import { PtzError } from './ptz-error.ts';
import { findDeep, findNode, readText, type SoapNode } from './soap-node.ts';

/** Pan, tilt and zoom in the camera's own unit, mostly shares of its reach. */
type Position = readonly [pan: number, tilt: number, zoom: number];

interface Place extends Preset {
  position: Position | null;
}

export interface PresetPlaces {
  presets: TaughtPreset[];
  /** The one it stands at, by its own coordinates; null: at none, at several, or it does not say. */
  at: string | null;
}

/** More than any camera has; a list beyond it is no list of presets. */
const mostPresets = 512;
const longestName = 64;
const likeness = 0.005;

/** The presets of an answer. Tokens that nobody could send back are left out, and of two alike the second. Throws PtzError. */
export function readPlaces(answer: SoapNode): Place[] {
  const response = findNode(answer, ['GetPresetsResponse']);
  if (!response) throw new PtzError('unreadable');
  const listed = response.children.filter(({ name }) => name === 'Preset');
  if (listed.length > mostPresets) throw new PtzError('unreadable');
  const places = new Map<string, Place>();
  for (const preset of listed) {
    const token = preset.attributes.get('token');
    if (token === undefined || !/^[^\p{Cc}\p{Cs}]{1,64}$/u.test(token) || token.length > 64 || places.has(token))
      continue;
    const said = readText(findNode(preset, ['Name'])).replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ');
    const name = said.slice(0, longestName).toWellFormed();
    places.set(token, { token, name, position: readPosition(findNode(preset, ['PTZPosition'])) });
  }
  return [...places.values()];
}

export function toPresets(places: readonly Place[]): TaughtPreset[] {
  const write = (position: Position): string =>
    position
      .map((share) => share.toFixed(4))
      .join(' ')
      .slice(0, longestName);
  return places.map(({ token, name, position }) => ({ token, name, position: position && write(position) }));
}

/** Which place the answer of GetStatus names. */
export function findPresetAt(places: readonly Place[], status: SoapNode | undefined): string | null {
  const here = readPosition(status && findDeep(status, 'Position'));
  if (!here) return null;
  const alike = places.filter(({ position }) =>
    position?.every((at, axis) => Math.abs(at - (here[axis] ?? 0)) < likeness),
  );
  return alike.length === 1 ? (alike[0]?.token ?? null) : null;
}

function readPosition(node: SoapNode | undefined): Position | null {
  const turned = findNode(node, ['PanTilt'])?.attributes;
  const position = [
    Number(turned?.get('x') ?? Number.NaN),
    Number(turned?.get('y') ?? Number.NaN),
    Number(findNode(node, ['Zoom'])?.attributes.get('x') ?? 0),
  ] as const;
  return position.every(Number.isFinite) ? position : null;
}
