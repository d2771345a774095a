import { Refusal } from '@sitecast/contract';
import sharp from 'sharp';

export interface ProcessedPhoto {
  mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  /** WebP, at most 1600 px, without any metadata. */
  large: Buffer;
  /** WebP, at most 320 px. */
  small: Buffer;
  width: number;
  height: number;
}

const mostPixels = 50_000_000;
const largeEdgePx = 1_600;
const smallEdgePx = 320;
const secondsPerPhoto = 20;

/** What the first bytes say it is; the name and the type that were sent are not looked at. null: no photo. */
export function readMediaType(bytes: Buffer): ProcessedPhoto['mediaType'] | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return null;
}

/**
 * Decodes a photo and draws it anew, upright: only pixels pass, so neither position, serial number, thumbnail nor
 * active content can. @throws Refusal `evidence.unreadable` for anything that is no whole JPEG, PNG or WebP.
 */
export async function processPhoto(bytes: Buffer): Promise<ProcessedPhoto> {
  const mediaType = readMediaType(bytes);
  if (mediaType === null)
    throw new Refusal('evidence.unreadable', { fields: [{ field: 'photo', message: 'is no photo' }] });
  try {
    const limits = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const;
    const { format } = await sharp(bytes, limits).metadata();
    // libvips chooses the decoder itself: it must be the one of the type that was recognised.
    if (`image/${format}` !== mediaType) throw new Error('is another format than its first bytes say');
    const draw = (edgePx: number, quality: number) =>
      sharp(bytes, limits)
        .timeout({ seconds: secondsPerPhoto })
        .autoOrient()
        .resize({ width: edgePx, height: edgePx, fit: 'inside', withoutEnlargement: true })
        .webp({ quality })
        .toBuffer({ resolveWithObject: true });
    const large = await draw(largeEdgePx, 82);
    const small = await draw(smallEdgePx, 74);
    return { mediaType, large: large.data, small: small.data, width: large.info.width, height: large.info.height };
  } catch {
    // What the decoder says may hold bytes of the file: the sender learns that it cannot be read.
    throw new Refusal('evidence.unreadable', { fields: [{ field: 'photo', message: 'cannot be read as a photo' }] });
  }
}
