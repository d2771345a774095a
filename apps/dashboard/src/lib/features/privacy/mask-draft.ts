import type { Polygon } from '@sitecast/contract';

export type Corner = [number, number];

/** A mask while it is drawn: its whole areas, and the one whose corners are being set. In shares of the picture. */
export interface MaskDrawing {
  readonly areas: readonly Polygon[];
  readonly open: readonly Corner[];
}

/** What was drawn, step by step, so that each can be taken back. */
export interface MaskHistory {
  readonly past: readonly MaskDrawing[];
  readonly now: MaskDrawing;
  readonly future: readonly MaskDrawing[];
}

export const mostAreas = 32;
export const mostCorners = 64;
const keptSteps = 200;
/** Four digits are a tenth of a pixel of a 1080p picture. */
const round = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000;

export const beginDrawing = (areas: readonly Polygon[]): MaskHistory => ({
  past: [],
  now: { areas, open: [] },
  future: [],
});

function step(history: MaskHistory, now: MaskDrawing): MaskHistory {
  return { past: [...history.past, history.now].slice(-keptSteps), now, future: [] };
}

export function addCorner(history: MaskHistory, [x, y]: Corner): MaskHistory {
  const { areas, open } = history.now;
  if (open.length >= mostCorners || areas.length >= mostAreas) return history;
  return step(history, { areas, open: [...open, [round(x), round(y)]] });
}

/** Ends the area; fewer than three corners are none. */
export function closeArea(history: MaskHistory): MaskHistory {
  const { areas, open } = history.now;
  return open.length < 3 ? history : step(history, { areas: [...areas, [...open]], open: [] });
}

export function removeArea(history: MaskHistory, index: number): MaskHistory {
  const { areas, open } = history.now;
  return step(history, { areas: areas.filter((_, at) => at !== index), open });
}

/** Moves a corner of a whole area; `isFirst` where a drag begins, so that one drag is one step. */
export function moveCorner(
  history: MaskHistory,
  at: { area: number; corner: number },
  [x, y]: Corner,
  isFirst: boolean,
): MaskHistory {
  const areas = history.now.areas.map((area, index) =>
    index === at.area ? area.map((one, corner): Corner => (corner === at.corner ? [round(x), round(y)] : one)) : area,
  );
  const now = { areas, open: history.now.open };
  return isFirst ? step(history, now) : { ...history, now };
}

export function takeBackCorner(history: MaskHistory): MaskHistory {
  const { areas, open } = history.now;
  return open.length === 0 ? history : step(history, { areas, open: open.slice(0, -1) });
}

export function undo(history: MaskHistory): MaskHistory {
  const before = history.past.at(-1);
  if (!before) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redo(history: MaskHistory): MaskHistory {
  const [next, ...future] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future } : history;
}
