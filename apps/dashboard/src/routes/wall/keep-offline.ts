/** Keeps a screen's page on the device (`static/wall-worker.js`), for a start without a network. */
export interface OfflineKeeper {
  /** The page as the server would give it now, instead of the one that is kept. */
  refresh(): void;
  /** Nothing of these cameras is shown by the next start: they are hidden (PRIV4). */
  forget(cameras: readonly string[]): void;
}

/**
 * Hands this page and what it was made of to the worker that answers for it when nothing else does. Browsers have workers
 * on https and on the machine itself only; elsewhere nothing is kept, and nothing breaks.
 */
export function keepOffline(): OfflineKeeper {
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  const tell = async (message: { keep: readonly string[] } | { drop: readonly string[] }): Promise<void> => {
    const registration = await workers?.ready;
    registration?.active?.postMessage(message);
  };
  // What was fetched before the worker stood between has not passed through it.
  const listParts = (): string[] => performance.getEntriesByType('resource').map((entry) => entry.name);
  workers
    ?.register('/wall-worker.js', { scope: '/wall' })
    .then(() => tell({ keep: [location.href, ...listParts()] }))
    .catch(() => undefined);
  return {
    refresh: () => void tell({ keep: [location.href] }).catch(() => undefined),
    forget: (cameras) => void tell({ drop: cameras }).catch(() => undefined),
  };
}
