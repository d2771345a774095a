/** A key frame of a live playlist: what must be fetched to show it, relative to the list, and when it was taken. */
export interface NewestPicture {
  initAddress: string;
  address: string;
  /** Epoch ms by the recorder's clock. */
  atMs: number;
}

const mapForm = /^#EXT-X-MAP:.*URI="([^"]+)"/;
const dateForm = /^#EXT-X-PROGRAM-DATE-TIME:(\S+)/;
const partForm = /^#EXT-X-PART:.*DURATION=([\d.]+).*URI="([^"]+)"/;
const segmentForm = /^#EXTINF:([\d.]+)/;

/** The newest key frame that a live playlist names: its last part that can be decoded alone, else its last segment. */
export function findNewestPicture(playlist: string): NewestPicture | null {
  let initAddress: string | null = null;
  let clockMs = Number.NaN;
  /** Of the parts before the segment they belong to. */
  let partMs = 0;
  let durationMs = 0;
  let newest: NewestPicture | null = null;
  for (const line of playlist.split('\n')) {
    const [, map] = mapForm.exec(line) ?? [];
    const [, date] = dateForm.exec(line) ?? [];
    const [, partS, part] = partForm.exec(line) ?? [];
    const [, segmentS] = segmentForm.exec(line) ?? [];
    if (map !== undefined) initAddress = map;
    else if (date !== undefined) clockMs = Date.parse(date);
    else if (part !== undefined) {
      const isWhole = line.includes('INDEPENDENT=YES');
      if (isWhole && initAddress !== null) newest = { initAddress, address: part, atMs: clockMs + partMs };
      partMs += Number(partS) * 1_000;
    } else if (segmentS !== undefined) durationMs = Number(segmentS) * 1_000;
    else if (line !== '' && !line.startsWith('#')) {
      // Where the list names its parts, the first of them is smaller and shows the same.
      if (partMs === 0 && initAddress !== null) newest = { initAddress, address: line, atMs: clockMs };
      clockMs += durationMs;
      partMs = 0;
    }
  }
  return newest !== null && Number.isFinite(newest.atMs) ? newest : null;
}
