import { add, clamp, mix, multiply, ramp, type Rgb } from './colour.ts';
import { dot, toDirection, type Point } from './lens.ts';
import { almaty, toSunPosition, type SunPosition } from './sun.ts';
import { toWeather, type Weather } from './weather.ts';

/** Everything that the time of day and the weather do to a picture. */
export type Light = {
  sun: SunPosition;
  weather: Weather;
  /** 0 by day, 1 in full night. */
  night: number;
  skyTop: Rgb;
  skyHorizon: Rgb;
  /** The colour of the low sky on the sun's side. */
  glow: Rgb;
  sunDirection: Point;
  /** What reaches a surface: from the sky all round, and straight from the sun. */
  ambient: Rgb;
  direct: Rgb;
  /** A surface's colour as it is seen; `emission` is what it gives off itself at night. */
  shade: (colour: Rgb, normal: Point, emission?: Rgb) => Rgb;
  /** The same for what no floodlight of the site reaches. */
  shadeFar: (colour: Rgb, normal: Point) => Rgb;
};

type SkyStop = { altitudeDeg: number; top: Rgb; horizon: Rgb; glow: Rgb; ambient: Rgb; direct: Rgb };

/** Chosen by eye from photographs of clear days; the altitudes are those of the named twilights. */
const skyStops: SkyStop[] = [
  stop(-14, [7, 11, 24], [19, 27, 48], [24, 32, 54], [0.13, 0.16, 0.24], [0, 0, 0]),
  stop(-8, [18, 28, 58], [52, 58, 92], [96, 78, 96], [0.2, 0.23, 0.33], [0, 0, 0]),
  stop(-3, [46, 70, 118], [134, 122, 144], [226, 142, 104], [0.36, 0.37, 0.46], [0.05, 0.02, 0]),
  stop(1, [74, 108, 162], [204, 178, 168], [255, 178, 112], [0.48, 0.48, 0.55], [0.42, 0.24, 0.12]),
  stop(8, [84, 134, 196], [214, 214, 206], [255, 220, 176], [0.56, 0.59, 0.66], [0.58, 0.47, 0.34]),
  stop(25, [66, 128, 204], [202, 222, 236], [236, 236, 226], [0.6, 0.64, 0.7], [0.56, 0.53, 0.46]),
  stop(60, [52, 116, 204], [194, 220, 242], [232, 238, 240], [0.62, 0.66, 0.72], [0.54, 0.52, 0.48]),
];

function stop(altitudeDeg: number, top: Rgb, horizon: Rgb, glow: Rgb, ambient: Rgb, direct: Rgb): SkyStop {
  return { altitudeDeg, top, horizon, glow, ambient, direct };
}

/** The light over the site at an instant. Pure: the same instant and seed give the same light. */
export function toLight(atMs: number, seed: number): Light {
  const sun = toSunPosition(atMs, almaty);
  const weather = toWeather(atMs, seed);
  const clear = toClearSky(sun.altitudeDeg);
  const night = 1 - ramp(sun.altitudeDeg, -9, 1);
  const cover = weather.cloudCover;
  const greyOf = (colour: Rgb): Rgb => {
    const grey = (colour[0] + colour[1] + colour[2]) / 3;
    return [grey * 0.96, grey * 0.99, grey * 1.04];
  };
  const dull = cover * cover * 0.85;
  const direct = multiply(clear.direct, [1 - dull, 1 - dull, 1 - dull]);
  const ambient = add(mix(clear.ambient, greyOf(clear.ambient), cover * 0.6), clear.direct, dull * 0.35);
  const sunDirection = toDirection(sun.azimuthDeg, sun.altitudeDeg);
  // Floodlights make the site readable at night; they come from above and a little from the north.
  const flood: Rgb = [0.5 * night, 0.44 * night, 0.34 * night];
  const floodFrom: Point = [0.25, 0.6, 0.76];
  function reach(normal: Point): Rgb {
    return add(ambient, direct, Math.max(0, dot(normal, sunDirection)));
  }
  function see(colour: Rgb, lit: Rgb): Rgb {
    return multiply(colour, [clamp(lit[0], 0, 1.25), clamp(lit[1], 0, 1.25), clamp(lit[2], 0, 1.25)]);
  }
  return {
    sun,
    weather,
    night,
    skyTop: mix(clear.top, greyOf(mix(clear.top, clear.horizon, 0.45)), cover * 0.85),
    skyHorizon: mix(clear.horizon, greyOf(clear.horizon), cover * 0.7),
    glow: mix(clear.glow, greyOf(clear.horizon), cover * 0.75),
    sunDirection,
    ambient,
    direct,
    shade: (colour, normal, emission) => {
      const lit = add(reach(normal), flood, 0.35 + 0.65 * Math.max(0, dot(normal, floodFrom)));
      return emission ? add(see(colour, lit), emission, night) : see(colour, lit);
    },
    shadeFar: (colour, normal) => see(colour, reach(normal)),
  };
}

function toClearSky(altitudeDeg: number): Omit<SkyStop, 'altitudeDeg'> {
  const first = skyStops[0] as SkyStop;
  let below = first;
  for (const above of skyStops) {
    if (above.altitudeDeg > altitudeDeg) {
      const share = below === above ? 0 : ramp(altitudeDeg, below.altitudeDeg, above.altitudeDeg);
      return {
        top: mix(below.top, above.top, share),
        horizon: mix(below.horizon, above.horizon, share),
        glow: mix(below.glow, above.glow, share),
        ambient: mix(below.ambient, above.ambient, share),
        direct: mix(below.direct, above.direct, share),
      };
    }
    below = above;
  }
  return below;
}
