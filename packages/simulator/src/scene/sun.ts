/** Degrees: altitude above the horizon, azimuth clockwise from north. */
export type SunPosition = { altitudeDeg: number; azimuthDeg: number };
export type Place = { latitudeDeg: number; longitudeDeg: number };

/** Almaty, the city the site looks at. */
export const almaty: Place = { latitudeDeg: 43.24, longitudeDeg: 76.95 };

const toRadians = Math.PI / 180;

/**
 * Where the sun stands, without refraction; good to about 0.02° between 1950 and 2050.
 * Source: The Astronomical Almanac, "Low-precision formulas for the Sun's coordinates" (section C), with Greenwich
 * mean sidereal time from the US Naval Observatory's approximation.
 */
export function toSunPosition(atMs: number, place: Place): SunPosition {
  const days = atMs / 86_400_000 + 2_440_587.5 - 2_451_545;
  const meanLongitude = (280.46 + 0.9856474 * days) * toRadians;
  const anomaly = (357.528 + 0.9856003 * days) * toRadians;
  const longitude = meanLongitude + (1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * toRadians;
  const obliquity = (23.439 - 0.0000004 * days) * toRadians;
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude));
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude));
  const siderealDeg = (18.697374558 + 24.06570982441908 * days) * 15;
  const hourAngle = (siderealDeg + place.longitudeDeg) * toRadians - ascension;
  const latitude = place.latitudeDeg * toRadians;
  const altitude = Math.asin(
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle),
  );
  const azimuth = Math.atan2(
    -Math.cos(declination) * Math.sin(hourAngle),
    Math.cos(latitude) * Math.sin(declination) - Math.sin(latitude) * Math.cos(declination) * Math.cos(hourAngle),
  );
  return { altitudeDeg: altitude / toRadians, azimuthDeg: (azimuth / toRadians + 360) % 360 };
}
