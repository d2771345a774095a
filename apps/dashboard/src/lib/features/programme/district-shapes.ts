/** Where each district stands on the schematic strip, 1152 × 216: its outline and the point its label hangs from. */
export interface DistrictShape {
  outline: string;
  anchorX: number;
  anchorY: number;
}

/** In the order along the road from Almaty. Drawn, not surveyed. */
export const districtShapes: readonly DistrictShape[] = [
  { outline: 'M138 96 196 74 262 82 286 118 270 160 206 172 150 152z', anchorX: 160, anchorY: 155 },
  { outline: 'M378 66 452 52 520 78 524 128 470 150 396 142 362 108z', anchorX: 410, anchorY: 144 },
  { outline: 'M622 92 690 78 770 96 782 140 730 172 652 166 612 134z', anchorX: 660, anchorY: 167 },
  { outline: 'M872 58 940 46 1004 70 1010 118 962 142 894 134 858 98z', anchorX: 910, anchorY: 136 },
];
