import { setTimeout as wait } from 'node:timers/promises';

/** Tries until it works: pauses double from half a second to ten. Rejects only when `signal` says stop. */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  options: { signal: AbortSignal; onFault: (error: unknown) => void },
): Promise<Result> {
  let pauseMs = 500;
  for (;;) {
    options.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      options.signal.throwIfAborted();
      options.onFault(error);
      await wait(pauseMs * (0.75 + Math.random() / 2), undefined, { signal: options.signal });
      pauseMs = Math.min(10_000, pauseMs * 2);
    }
  }
}
