/** Lets requests wait for what a camera has not brought yet. */
export interface ChangeWait {
  /** Tells those who wait to look again. */
  changed(): void;
  /** Resolves once `isThere` is true, at the latest after `limitMs`, and at once when the camera is closed. */
  wait(isThere: () => boolean, limitMs: number): Promise<void>;
  /** Nothing will come any more. */
  close(): void;
}

export function createChangeWait(): ChangeWait {
  const waiting = new Set<() => void>();
  let isClosed = false;
  const changed = (): void => {
    for (const look of waiting) look();
  };
  return {
    changed,
    wait: (isThere, limitMs) =>
      new Promise((resolve) => {
        if (isClosed || isThere()) {
          resolve();
          return;
        }
        const end = (): void => {
          waiting.delete(look);
          clearTimeout(timer);
          resolve();
        };
        const look = (): void => {
          if (isClosed || isThere()) end();
        };
        const timer = setTimeout(end, limitMs);
        waiting.add(look);
      }),
    close() {
      isClosed = true;
      changed();
    },
  };
}
