import { Refusal } from '@sitecast/contract';

/** A part of a body, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** One range of a `Range` header (RFC 9110 §14.2); null means the whole. Throws `media.range` where nothing of it is there. */
export function parseByteRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first = '', last = ''] = parts ?? [];
  // Several ranges and foreign units may be ignored, says the standard.
  if (!parts || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    if (length === 0) throw new Refusal('media.range');
    return { start: sizeBytes - length, end: sizeBytes - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= sizeBytes) throw new Refusal('media.range');
  return { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) };
}
