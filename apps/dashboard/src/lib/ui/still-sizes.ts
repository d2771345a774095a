import { smallStillWidth } from '@sitecast/contract/words';

/** Pixels across of most cameras' pictures; a browser that wants fewer takes the small one. */
const wholeWidth = 1_920;
const newest = /^\/media\/[^/]+\/stills\/latest\.jpg$/;

/** How wide the picture a page opens with stands: over a phone's whole width, else over the column. */
export const stageSizes = 'min(100vw, 72rem)';

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
