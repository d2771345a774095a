import type { Point } from './lens.ts';
import { toSiteHour } from './site-time.ts';
import { floorHeightM, type Stage } from './stage.ts';

/** A tower crane at an instant, in metres and radians. */
export type Crane = {
  base: Point;
  mastTopM: number;
  jibM: number;
  counterJibM: number;
  slewRad: number;
  trolleyM: number;
  hookM: number;
  hasLoad: boolean;
};

/** The cranes of a stage at an instant; they work from 8 to 19 o'clock and stand in the wind at night. */
export function toCranes(stage: Stage, atMs: number): Crane[] {
  const top = stage.frameFloors * floorHeightM;
  const cranes: Crane[] = [];
  if (stage.hasMainCrane) {
    cranes.push(toCrane([-23.5, -12, 0], Math.min(96, Math.max(44, top + 20)), 52, atMs, 1));
  }
  if (stage.hasSecondCrane) cranes.push(toCrane([46, 8, 0], 40 + Math.min(18, top * 0.3), 44, atMs, 2));
  return cranes;
}

function toCrane(base: Point, mastTopM: number, jibM: number, atMs: number, number: number): Crane {
  const hour = toSiteHour(atMs);
  const isWorking = hour >= 8 && hour < 19;
  const seconds = atMs / 1_000 + number * 431;
  // Sums of slow waves: never the same twice within a shift, never faster than a crane may turn (0.7 turns a minute).
  const slewRad = isWorking
    ? 1.9 * Math.sin(seconds / 47) + 0.9 * Math.sin(seconds / 113 + number) + number * 1.4
    : number * 1.4 + 0.9 + 0.02 * Math.sin(seconds / 9);
  const trolleyM = isWorking ? jibM * (0.55 + 0.32 * Math.sin(seconds / 31 + number)) : 9;
  const lift = isWorking ? 0.5 + 0.46 * Math.sin(seconds / 23 + number * 2) : 0.9;
  return {
    base,
    mastTopM,
    jibM,
    counterJibM: 15,
    slewRad,
    trolleyM,
    hookM: 6 + (mastTopM - 12) * lift,
    hasLoad: isWorking && Math.sin(seconds / 61 + number) > -0.3,
  };
}
