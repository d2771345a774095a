import { afterLoad } from './after-load.ts';

/** In a task of its own, and as soon as nothing that can be seen waits for the thread. */
const idleWithinMs = 300;
const jobs: (() => void)[] = [];
let isRunning = false;

function schedule(): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(runNext, { timeout: idleWithinMs });
  else setTimeout(runNext);
}

function runNext(): void {
  const job = jobs.shift();
  isRunning = jobs.length > 0;
  if (isRunning) schedule();
  job?.();
}

/**
 * Runs what a page needs soon but not at once: after it stands with its pictures, one piece after another, and between
 * two of them a tap is heard. What is urgent comes before what is not. The returned function takes it back.
 */
export function queueLate(job: () => void, isUrgent = false): () => void {
  const takeBack = afterLoad(() => {
    if (isUrgent) jobs.unshift(job);
    else jobs.push(job);
    if (isRunning) return;
    isRunning = true;
    schedule();
  });
  return () => {
    takeBack();
    const place = jobs.indexOf(job);
    if (place >= 0) jobs.splice(place, 1);
  };
}
