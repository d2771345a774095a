export type Rgb = readonly [red: number, green: number, blue: number];

export function clamp(value: number, low = 0, high = 1): number {
  return value < low ? low : value > high ? high : value;
}

/** 0 before `from`, 1 after `to`, straight between. */
export function ramp(value: number, from: number, to: number): number {
  return clamp((value - from) / (to - from));
}

export function mix(left: Rgb, right: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => left[index] + (right[index] - left[index]) * share;
  return [part(0), part(1), part(2)];
}

export function multiply(colour: Rgb, light: Rgb): Rgb {
  return [colour[0] * light[0], colour[1] * light[1], colour[2] * light[2]];
}

export function add(colour: Rgb, other: Rgb, share = 1): Rgb {
  return [colour[0] + other[0] * share, colour[1] + other[1] * share, colour[2] + other[2] * share];
}

/** `#rrggbb`, for SVG. */
export function toHex(colour: Rgb): string {
  return `#${colour
    .map((part) =>
      Math.round(clamp(part, 0, 255))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
