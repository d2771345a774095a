import { Refusal } from '@sitecast/contract';
import sharp from 'sharp';
import { readCaptureTime } from './capture-time.ts';
import { readMediaType, type DrawPhoto } from '../../features/evidence/index.ts';

const mostPixels = 50_000_000;
const largeEdgePx = 1_600;
const smallEdgePx = 320;
const secondsPerPhoto = 20;

/**
 * Decodes a photo and draws it anew, upright: only pixels pass, so neither position, serial number, thumbnail nor
 * active content can. @throws Refusal `evidence.unreadable` for anything that is no whole JPEG, PNG or WebP.
 */
export const drawPhoto: DrawPhoto = async (bytes) => {
  const mediaType = readMediaType(bytes);
  if (mediaType === null)
    throw new Refusal('evidence.unreadable', { fields: [{ field: 'photo', message: 'is no photo' }] });
  try {
    const limits = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const;
    const { format, exif } = await sharp(bytes, limits).metadata();
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
    return {
      mediaType,
      large: large.data,
      small: small.data,
      width: large.info.width,
      height: large.info.height,
      captured: readCaptureTime(exif),
    };
  } catch {
    // What the decoder says may hold bytes of the file: the sender learns that it cannot be read.
    throw new Refusal('evidence.unreadable', { fields: [{ field: 'photo', message: 'cannot be read as a photo' }] });
  }
};
