/** Largest still that is taken; a 4K still of a busy site is below 3 MB. */
export const maxStillBytes = 5 * 1_048_576;

/** Whether bytes begin as a JPEG does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes.byteLength > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
