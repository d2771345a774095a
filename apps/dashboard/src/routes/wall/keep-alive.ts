export interface KeepAliveOptions {
  /** Whether the server is heard: a screen that reloads without it shows an error page for ever. */
  isServerHeard: () => boolean;
  /** Whether a newer build of the page is being served. */
  hasNewBuild: () => Promise<boolean>;
  /** Local hour and minute at the site. */
  readSiteTime: () => { hour: number; minute: number };
  reload: () => void;
  random: () => number;
}

const tickMs = 60_000;
const tooManyBytes = 1_500_000_000;
/** A page that was just loaded is not loaded again in the same night. */
const restMs = 6 * 3_600_000;

/** The night minute at which this screen reloads itself, 02:00–04:59 at the site: not every screen at once. */
export function toNightMinute(random: number): number {
  return 2 * 60 + Math.floor(random * 180);
}

/** Keeps a page alive that nobody touches for weeks: awake, on the newest build, and fresh once a night. Ends when called. */
export function keepAlive(options: KeepAliveOptions): () => void {
  const nightMinute = toNightMinute(options.random());
  const startedAtMs = performance.now();
  let lock: WakeLockSentinel | null = null;

  const stayAwake = async (): Promise<void> => {
    if (document.visibilityState !== 'visible' || (lock && !lock.released)) return;
    lock = await (navigator.wakeLock?.request('screen').catch(() => null) ?? null);
  };
  const tick = async (): Promise<void> => {
    void stayAwake();
    if (!options.isServerHeard()) return;
    const { hour, minute } = options.readSiteTime();
    const isNight = hour * 60 + minute === nightMinute && performance.now() - startedAtMs > restMs;
    if (isNight || readHeapBytes() > tooManyBytes || (await options.hasNewBuild().catch(() => false))) options.reload();
  };

  void stayAwake();
  const onVisible = (): void => void stayAwake();
  document.addEventListener('visibilitychange', onVisible);
  // Spread over the minute, so that a wall of screens does not ask in the same second.
  const timer = setInterval(() => void tick(), tickMs + options.random() * 5_000);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release().catch(() => undefined);
  };
}

/** Chromium says it; elsewhere 0. */
function readHeapBytes(): number {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? 0;
}
