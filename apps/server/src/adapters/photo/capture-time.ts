import type { CaptureTime } from '../../features/evidence/index.ts';

/** Tags of EXIF 2.3: where the camera's own part begins, when the picture was taken, how far that clock is from UTC. */
const cameraPartTag = 0x8769;
const takenTag = 0x9003;
const offsetTag = 0x9011;
const entryBytes = 12;
const mostEntries = 200;

/**
 * When the camera says the picture was taken; null where it does not, or where the block is out of form. Only this is
 * read of what a camera writes into its files. @param exif as libvips hands it over, `Exif\0\0` and a TIFF header.
 */
export function readCaptureTime(exif: Buffer | undefined): CaptureTime | null {
  if (!exif || exif.toString('latin1', 0, 4) !== 'Exif') return null;
  try {
    const tiff = exif.subarray(6);
    const isLittle = tiff.toString('latin1', 0, 2) === 'II';
    const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
    const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
    const findEntry = (directory: number, tag: number): number | null => {
      const count = Math.min(u16(directory), mostEntries);
      for (let index = 0; index < count; index += 1) {
        const at = directory + 2 + index * entryBytes;
        if (u16(at) === tag) return at;
      }
      return null;
    };
    const readText = (directory: number, tag: number): string | null => {
      const at = findEntry(directory, tag);
      if (at === null) return null;
      const length = Math.min(u32(at + 4), 40);
      const from = length <= 4 ? at + 8 : u32(at + 8);
      return tiff.toString('latin1', from, from + length).replace(/\0.*$/s, '');
    };
    const pointer = findEntry(u32(4), cameraPartTag);
    if (pointer === null) return null;
    const part = u32(pointer + 8);
    const [, date, time] = /^(\d{4}:\d{2}:\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(readText(part, takenTag) ?? '') ?? [];
    if (date === undefined || time === undefined) return null;
    const offset = readText(part, offsetTag);
    return {
      date: date.replaceAll(':', '-'),
      time,
      offset: offset !== null && /^[+-]\d{2}:\d{2}$/.test(offset) ? offset : null,
    };
  } catch {
    // A pointer past the end: a block that is out of form says nothing, and the picture is still a picture.
    return null;
  }
}
