import { Refusal } from '@sitecast/contract';

export interface WorkQueue {
  /** Does a piece of work when those before it are done. Rejects with Refusal where too many wait. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Visitors may ask for sheets of any day; what they can make us do at once is bounded. */
const maxWaiting = 24;

/** Work of low priority, one piece at a time. */
export function createWorkQueue(): WorkQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run(work) {
      if (waiting >= maxWaiting) return Promise.reject(new Refusal('request.rate'));
      waiting += 1;
      const next = last.then(work).finally(() => (waiting -= 1));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
