import { smallStillWidth } from '@sitecast/contract/words';

/** Pixels across of most cameras' pictures; a browser that wants fewer takes the small one. */
const wholeWidth = 1_920;
const newest = /^\/media\/[^/]+\/stills\/latest\.jpg$/;

/**
 * How wide the picture a page opens with stands: over a phone's whole width, else over the column. A little more than
 * that, or by a fraction of a pixel the video's first frame is larger than the still it covers, and counts as the paint
 * the page was waiting for.
 */
export const stageSizes = 'min(104vw, 75rem)';

/** The newest still as a `srcset`: a phone fetches a third of the bytes of the whole one. Other stills have one size. */
export function toStillSet(stillUrl: string): string | undefined {
  if (!newest.test(stillUrl)) return undefined;
  return `${stillUrl}?width=${smallStillWidth} ${smallStillWidth}w, ${stillUrl} ${wholeWidth}w`;
}

/** The address of the still for a place so many device pixels wide, as a browser would choose it of the set. */
export function pickStill(stillUrl: string, widthPixels: number): string {
  const isSmall = widthPixels * widthPixels <= smallStillWidth * wholeWidth && newest.test(stillUrl);
  return isSmall ? `${stillUrl}?width=${smallStillWidth}` : stillUrl;
}
