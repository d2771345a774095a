import { setFlagsFromString } from 'node:v8';

/** Percent by which the heap may grow before all of it is looked through. */
const growthPercent = 300;

/**
 * Lets the heap grow further before it is looked through. Footage lies outside of it but counts as growth: at 4 Mbit/s a
 * dozen cameras made V8 walk the whole heap every second, a third of this program's CPU time. V8's own limit for memory
 * outside of the heap (64 MB) still holds. Set here and not on a command line, so that it holds however we are started.
 */
export function collectSeldom(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
