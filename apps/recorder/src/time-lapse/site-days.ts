import { getPosition } from 'suncalc';

/** Where a camera stands; degrees, north and east positive; null: nobody said. */
export interface SitePlace {
  latitude: number | null;
  longitude: number | null;
  /** IANA zone: its days and its clock are the site's. */
  zone: string;
}

export interface SiteDays {
  /** `2026-11-23`, the site's day. */
  toDate(atMs: number): string;
  /** `2026-11-23 14:05`, as it is burnt in. */
  toClock(atMs: number): string;
  /** The sun is up, or nearly: a site can be seen from the beginning of civil twilight's brighter half. */
  isDaylight(atMs: number): boolean;
  /** How high the sun stands, degrees; below the horizon negative. */
  toSunHeight(atMs: number): number;
}

/** Below this there is more lamp than daylight in a picture; degrees. */
const daylightFromDegrees = -3;

/** The days, the clock and the daylight of a place. Throws RangeError on an unknown zone. */
export function createSiteDays(place: SitePlace): SiteDays {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: place.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const { latitude, longitude } = place;
  const toSunHeight = (atMs: number): number =>
    latitude === null || longitude === null
      ? toHeightByClock(format.format(atMs))
      : getPosition(new Date(atMs), latitude, longitude).altitude;
  return {
    toDate: (atMs) => format.format(atMs).slice(0, 10),
    toClock: (atMs) => format.format(atMs),
    isDaylight: (atMs) => toSunHeight(atMs) >= daylightFromDegrees,
    toSunHeight,
  };
}

/** Where the place is unknown: fifteen degrees an hour, up from 7 to 19, highest at 13. */
function toHeightByClock(clock: string): number {
  const hour = Number(clock.slice(11, 13)) + Number(clock.slice(14, 16)) / 60;
  return 90 - Math.abs(hour - 13) * 15 + daylightFromDegrees;
}
