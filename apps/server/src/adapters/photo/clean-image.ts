import { Refusal } from '@sitecast/contract';
import sharp from 'sharp';
import type { CleanImage } from '../../features/documents/index.ts';

const mostPixels = 50_000_000;
const secondsPerImage = 20;

/**
 * Draws an image of a document anew, upright and at its own size. @throws Refusal `document.unreadable` where it cannot
 * be decoded whole by the decoder of the type that was recognised.
 */
export const cleanImage: CleanImage = async (bytes, type) => {
  try {
    const limits = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const;
    const { format } = await sharp(bytes, limits).metadata();
    if (`image/${format}` !== type) throw new Error('is another format than its first bytes say');
    const image = sharp(bytes, limits).timeout({ seconds: secondsPerImage }).autoOrient();
    if (type === 'image/jpeg') return await image.jpeg({ quality: 90 }).toBuffer();
    return type === 'image/png' ? await image.png().toBuffer() : await image.webp({ quality: 90 }).toBuffer();
  } catch {
    throw new Refusal('document.unreadable', {
      fields: [{ field: 'document', message: 'cannot be read as an image' }],
    });
  }
};
