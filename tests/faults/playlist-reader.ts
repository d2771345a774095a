/** One segment as a live playlist lists it. */
export interface ListedSegment {
  /** Relative to the camera's own folder. */
  address: string;
  /** Its date, epoch ms. */
  startMs: number;
  durationMs: number;
}

/** Reads one of our live playlists strictly; a line that is missing, cut or out of place is a fault. */
export function readPlaylist(text: string): { segments: ListedSegment[] } | { fault: string } {
  if (!text.startsWith('#EXTM3U\n')) return { fault: 'it does not begin as a playlist' };
  if (!text.endsWith('\n')) return { fault: 'its last line is cut' };
  const segments: ListedSegment[] = [];
  let durationMs: number | null = null;
  let startMs: number | null = null;
  for (const line of text.split('\n')) {
    const [, date] = /^#EXT-X-PROGRAM-DATE-TIME:(\S+)$/.exec(line) ?? [];
    const [, seconds] = /^#EXTINF:([\d.]+),/.exec(line) ?? [];
    if (date !== undefined) startMs = Date.parse(date);
    else if (seconds !== undefined) durationMs = Number(seconds) * 1_000;
    else if (line !== '' && !line.startsWith('#')) {
      if (!/^[0-9a-f]{16}\/\d+\.m4s$/.test(line)) return { fault: `a segment is called ${line}` };
      if (durationMs === null || startMs === null) return { fault: 'a segment has no length or no date' };
      segments.push({ address: line, startMs, durationMs });
      startMs += durationMs;
      durationMs = null;
    }
  }
  return durationMs === null ? { segments } : { fault: 'a segment is missing behind its length' };
}
