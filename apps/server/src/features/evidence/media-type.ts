/** The photos that are taken. */
export type PhotoType = 'image/jpeg' | 'image/png' | 'image/webp';

/** What the camera's own clock said; without an offset it is a clock of the site. */
export interface CaptureTime {
  date: string;
  /** `12:15:00` */
  time: string;
  /** `+05:00`; null where the camera does not say. */
  offset: string | null;
}

/** A photo drawn anew: only its pixels. */
export interface DrawnPhoto {
  mediaType: PhotoType;
  /** WebP, at most 1600 px, without any metadata. */
  large: Buffer;
  /** WebP, at most 320 px. */
  small: Buffer;
  /** Pixels of the larger one. */
  width: number;
  height: number;
  captured: CaptureTime | null;
}

/** Draws a photo anew. @throws Refusal `evidence.unreadable` for anything that is no whole JPEG, PNG or WebP. */
export type DrawPhoto = (bytes: Buffer) => Promise<DrawnPhoto>;

/** What the first bytes say it is; the name and the type that were sent are not looked at. null: no photo. */
export function readMediaType(bytes: Buffer): PhotoType | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return null;
}
