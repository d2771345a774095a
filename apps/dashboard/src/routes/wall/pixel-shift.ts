/** The largest shift in CSS pixels; the page keeps this much free around itself. */
export const shiftPx = 6;
const periodMs = 20 * 60_000;

/** Where the picture stands at a moment: a slow path that rests nowhere, so that no edge burns in. */
export function toShift(nowMs: number): { x: number; y: number } {
  const turn = ((nowMs % periodMs) / periodMs) * 2 * Math.PI;
  return { x: Math.round(Math.sin(turn) * shiftPx), y: Math.round(Math.sin(turn * 2) * shiftPx) };
}
