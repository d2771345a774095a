/** Size of the strip a frame's clock is drawn on; its pictures are grey, 8 bits. */
export const stripSize = { width: 288, height: 34 } as const;

/** Five by seven dots, a row a number, the left dot the highest bit: all a clock needs, so no font has to be installed. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 19, 21, 25, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [31, 2, 4, 2, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 8, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  '-': [0, 0, 0, 14, 0, 0, 0],
  ':': [0, 4, 4, 0, 4, 4, 0],
  ' ': [0, 0, 0, 0, 0, 0, 0],
};
const dot = 3;
const advance = 6 * dot - 1;
const margin = { left: 8, top: 6 };
const ink = 235;
const ground = 24;

/** Draws `2026-11-23 14:05` as one grey picture of `stripSize`. Characters it does not know stay empty. */
export function drawClock(text: string): Buffer {
  const { width, height } = stripSize;
  const strip = Buffer.alloc(width * height, ground);
  [...text].forEach((letter, index) => {
    const left = margin.left + index * advance;
    (glyphs[letter] ?? []).forEach((row, line) => {
      for (let column = 0; column < 5; column += 1) {
        if (((row >> (4 - column)) & 1) === 0 || left + (column + 1) * dot > width) continue;
        for (let y = 0; y < dot; y += 1) {
          const start = (margin.top + line * dot + y) * width + left + column * dot;
          strip.fill(ink, start, start + dot);
        }
      }
    });
  });
  return strip;
}
