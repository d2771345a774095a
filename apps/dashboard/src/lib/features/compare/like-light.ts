import { getPosition } from 'suncalc';

/** Degrees, north and east positive; null: nobody said where the site is. */
export type SunPlace = { latitude: number; longitude: number } | null;

/** Below this height of the sun a picture shows lamps, not the site; degrees. */
const daylightFromDegrees = 3;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The angle between two directions of the sun, degrees. */
function toAngle(one: { azimuth: number; altitude: number }, other: { azimuth: number; altitude: number }): number {
  const cosine =
    Math.sin(radians(one.altitude)) * Math.sin(radians(other.altitude)) +
    Math.cos(radians(one.altitude)) *
      Math.cos(radians(other.altitude)) *
      Math.cos(radians(one.azimuth - other.azimuth));
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}

/**
 * Stills by how alike their light is to that of another instant, the most alike first: the smallest angle between the
 * two suns. Where the place is unknown, the same time of day.
 */
export function rankByLight(instants: readonly number[], targetMs: number, place: SunPlace): number[] {
  if (!place) {
    const dayMs = 86_400_000;
    const toTime = (atMs: number) => ((atMs % dayMs) + dayMs) % dayMs;
    const apart = (atMs: number) => Math.abs(toTime(atMs) - toTime(targetMs));
    return instants.toSorted((one, other) => apart(one) - apart(other) || one - other);
  }
  const sun = (atMs: number) => getPosition(new Date(atMs), place.latitude, place.longitude);
  const target = sun(targetMs);
  return instants
    .map((atMs) => ({ atMs, apart: toAngle(sun(atMs), target) }))
    .sort((one, other) => one.apart - other.apart || one.atMs - other.atMs)
    .map(({ atMs }) => atMs);
}

/** True where the site can be seen by the sun at that instant. */
export function isInDaylight(atMs: number, place: NonNullable<SunPlace>): boolean {
  return getPosition(new Date(atMs), place.latitude, place.longitude).altitude >= daylightFromDegrees;
}

/** The stills in which the site can be seen; all of them where none is in daylight or nobody said where it is. */
export function keepDaylight(instants: readonly number[], place: SunPlace): number[] {
  if (!place) return [...instants];
  const light = instants.filter((atMs) => isInDaylight(atMs, place));
  return light.length > 0 ? light : [...instants];
}
