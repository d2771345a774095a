/** Counts the footage that a page fetches, as it came over the line. */
export interface MediaMeter {
  /** Bytes of the last minute, times sixty; null before anything was measured for some seconds. */
  readHourlyBytes(): number | null;
  /** The best throughput of the last minute in bits a second; null where nothing large enough came. */
  readBestBps(): number | null;
  /** What came until now was another step's. */
  restart(): void;
  close(): void;
}

interface Arrival {
  atMs: number;
  bytes: number;
  bps: number | null;
}

const windowMs = 60_000;
/** Before this a minute's share says nothing. */
const leastMs = 8_000;
/** What is smaller arrives in one go, whatever the line. */
const largeBytes = 20_000;

/** Begins to count what is fetched below `/media/`; what the browser had already costs nothing. */
export function openMediaMeter(onBytes: (bytes: number) => void, nowMs: () => number): MediaMeter {
  let startedMs = nowMs();
  let arrivals: Arrival[] = [];
  const observer = new PerformanceObserver((list) => {
    let bytes = 0;
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (entry.transferSize === 0 || !new URL(entry.name).pathname.startsWith('/media/')) continue;
      bytes += entry.transferSize;
      const tookMs = entry.responseEnd - entry.requestStart;
      const isLarge = entry.transferSize >= largeBytes && entry.requestStart > 0 && tookMs > 0;
      const bps = isLarge ? (entry.transferSize * 8_000) / tookMs : null;
      arrivals.push({ atMs: nowMs(), bytes: entry.transferSize, bps });
    }
    if (bytes > 0) onBytes(bytes);
  });
  observer.observe({ type: 'resource' });
  const readWindow = (): Arrival[] => (arrivals = arrivals.filter(({ atMs }) => nowMs() - atMs < windowMs));

  return {
    readHourlyBytes() {
      const passedMs = Math.min(windowMs, nowMs() - startedMs);
      const bytes = readWindow().reduce((sum, arrival) => sum + arrival.bytes, 0);
      return passedMs < leastMs ? null : (bytes * 3_600_000) / passedMs;
    },
    readBestBps() {
      const known = readWindow().flatMap(({ bps }) => (bps === null ? [] : [bps]));
      return known.length === 0 ? null : Math.max(...known);
    },
    restart() {
      startedMs = nowMs();
      arrivals = [];
    },
    close: () => observer.disconnect(),
  };
}
