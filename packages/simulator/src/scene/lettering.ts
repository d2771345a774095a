import { type Picture } from './picture.ts';

/** Letters of five by seven dots, a row per number: drawn here so that no font has to be on the machine. */
const letters: Record<string, string> = {
  '0': '0e11131519110e',
  '1': '040c040404040e',
  '2': '0e11010204081f',
  '3': '1f02040201110e',
  '4': '02060a121f0202',
  '5': '1f101e0101110e',
  '6': '0608101e11110e',
  '7': '1f010204080808',
  '8': '0e11110e11110e',
  '9': '0e11110f01020c',
  A: '0e11111f111111',
  B: '1e11111e11111e',
  C: '0e11101010110e',
  D: '1e11111111111e',
  E: '1f10101e10101f',
  F: '1f10101e101010',
  G: '0e11101711110f',
  H: '1111111f111111',
  I: '0e04040404040e',
  J: '0702020202120c',
  K: '11121418141211',
  L: '1010101010101f',
  M: '111b1515111111',
  N: '11111915131111',
  O: '0e11111111110e',
  P: '1e11111e101010',
  Q: '0e11111115120d',
  R: '1e11111e141211',
  S: '0f10100e01011e',
  T: '1f040404040404',
  U: '1111111111110e',
  V: '11111111110a04',
  W: '11111115151b11',
  X: '11110a040a1111',
  Y: '11110a04040404',
  Z: '1f01020408101f',
  ':': '00040400040400',
  '-': '0000001f000000',
  '+': '0004041f040400',
  '.': '00000000000c0c',
  '/': '01010204081010',
  '(': '02040808080402',
  ')': '08040202020408',
  ' ': '00000000000000',
};

/** Writes a line of capitals and digits, white with a dark rim; `dot` is the size of a dot in pixels. */
export function writeText(picture: Picture, text: string, left: number, top: number, dot: number): void {
  const stamp = (grow: number, luma: number) => {
    let x = left;
    for (const letter of text) {
      const rows = letters[letter] ?? letters[' '] ?? '';
      for (let row = 0; row < 7; row += 1) {
        const bits = Number.parseInt(rows.slice(row * 2, row * 2 + 2), 16);
        for (let column = 0; column < 5; column += 1) {
          if (((bits >> (4 - column)) & 1) === 1)
            fillSquare(picture, x + column * dot, top + row * dot, dot, grow, luma);
        }
      }
      x += 6 * dot;
    }
  };
  stamp(Math.max(1, Math.round(dot / 3)), 24);
  stamp(0, 226);
}

function fillSquare(picture: Picture, left: number, top: number, size: number, grow: number, luma: number): void {
  const { width, height, bytes } = picture;
  const pixels = width * height;
  for (let y = Math.max(0, top - grow); y < Math.min(height, top + size + grow); y += 1) {
    const row = y * width;
    const [from, to] = [Math.max(0, left - grow), Math.min(width, left + size + grow)];
    bytes.fill(luma, row + from, row + to);
    const chroma = pixels + (y >> 1) * (width >> 1);
    bytes.fill(128, chroma + (from >> 1), chroma + ((to + 1) >> 1));
    bytes.fill(128, chroma + pixels / 4 + (from >> 1), chroma + pixels / 4 + ((to + 1) >> 1));
  }
}
