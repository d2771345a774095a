import type { PictureSize } from './coder.ts';

/** How far the picture is moved, in pixels; even, because colour is kept for 2 × 2 blocks. */
export interface Turn {
  x: number;
  y: number;
}

/** Share of the scene that comes through a hand, fog or dirt: a sensor goes on reading all the same. */
const leftOver = 0.05;
const behindHand = 72;

/** What a covered lens shows: nearly one grey. */
export function coverFrame(frame: Buffer, size: PictureSize): Buffer {
  const pixels = size.width * size.height;
  const covered = Buffer.alloc(frame.length, 128);
  for (let at = 0; at < pixels; at += 1) {
    covered[at] = Math.round(behindHand + leftOver * ((frame[at] ?? 0) - 128));
  }
  return covered;
}

/** What a camera shows that was pushed: the same scene, moved, its border drawn out. */
export function turnFrame(frame: Buffer, size: PictureSize, turn: Turn): Buffer {
  const turned = Buffer.alloc(frame.length);
  const movePlane = (offset: number, width: number, height: number, { x, y }: Turn): void => {
    for (let row = 0; row < height; row += 1) {
      const from = offset + Math.min(height - 1, Math.max(0, row - y)) * width;
      const to = offset + row * width;
      for (let column = 0; column < width; column += 1) {
        turned[to + column] = frame[from + Math.min(width - 1, Math.max(0, column - x))] ?? 0;
      }
    }
  };
  const half = { x: turn.x / 2, y: turn.y / 2 };
  const pixels = size.width * size.height;
  movePlane(0, size.width, size.height, turn);
  movePlane(pixels, size.width / 2, size.height / 2, half);
  movePlane(pixels + pixels / 4, size.width / 2, size.height / 2, half);
  return turned;
}
