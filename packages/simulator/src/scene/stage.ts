import { ramp } from './colour.ts';

/** How far each part of the job is at a percent of the whole; shares are 0–1. */
export type Stage = {
  fence: number;
  cabins: number;
  excavation: number;
  raft: number;
  basement: number;
  /** Finished floors of the tower's frame, 0–20, with the share of the one under way. */
  frameFloors: number;
  wingFloors: number;
  wingRoof: number;
  /** Floors with their façade on, 0–20. */
  envelopeFloors: number;
  fitOut: number;
  landscape: number;
  hasMainCrane: boolean;
  hasSecondCrane: boolean;
};

export const towerFloors = 20;
export const floorHeightM = 3.7;

/**
 * The stages in the order and weights of the sample plan: fence 3, earthworks 8, foundations 14, utilities beside them,
 * frame 20 (4 of 20 floors stand at 35 %), envelope 13, services and fit-out 22, landscape 6.
 */
export function toStage(percent: number): Stage {
  return {
    fence: ramp(percent, 0.2, 2.5),
    cabins: ramp(percent, 0.8, 3),
    excavation: ramp(percent, 3, 11),
    raft: ramp(percent, 11, 17),
    basement: ramp(percent, 16, 26),
    frameFloors: towerFloors * ramp(percent, 29.6, 56.5),
    wingFloors: 3 * ramp(percent, 27, 46),
    wingRoof: ramp(percent, 47, 57),
    envelopeFloors: towerFloors * ramp(percent, 46, 68),
    fitOut: ramp(percent, 60, 92),
    landscape: ramp(percent, 80, 99),
    hasMainCrane: percent > 9 && percent < 84,
    hasSecondCrane: percent > 13 && percent < 74,
  };
}
