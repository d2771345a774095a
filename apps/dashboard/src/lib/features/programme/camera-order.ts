import type { CameraView } from '@sitecast/contract';

const nameOf = ({ name }: CameraView): string => name.en ?? '';

/**
 * What can be watched stands first; the English names keep the rest in order. By their letters as they are: the first
 * comparison by a language's rules costs a phone 40 ms, and stood in the way of the page.
 */
export const toCameraOrder = (cameras: readonly CameraView[]): CameraView[] =>
  cameras.toSorted(
    (a, b) =>
      Number(a.playlistUrl === null) - Number(b.playlistUrl === null) ||
      Number(nameOf(a) > nameOf(b)) - Number(nameOf(a) < nameOf(b)),
  );
