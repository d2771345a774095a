import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { readTree } from './process-tree.ts';

/** A browser that can be put to sleep as a closed lid does: not one of its processes runs. */
export interface SleepingBrowser {
  readonly browser: Browser;
  /** Stops every process of it. Pages of a context that was given to `keepBehind` wake when so much time has passed for them. */
  fallAsleep(): Promise<void>;
  wake(): void;
  close(): Promise<void>;
}

/** A page's steady clock goes on while its process is stopped; a jump as long as this is no busy machine. */
const sleepMs = 15_000;

const listChildren = async (): Promise<number[]> =>
  (await readTree(process.pid)).filter(({ parent }) => parent === process.pid).map(({ pid }) => pid);

/** Starts it; no other browser of this process may be started meanwhile. */
export async function openSleepingBrowser(): Promise<SleepingBrowser> {
  const others = await listChildren();
  const browser = await openBrowser();
  const root = (await listChildren()).find((pid) => !others.includes(pid));
  if (root === undefined) throw new Error('the browser that was started is not there');
  let asleep: number[] = [];
  const wake = (): void => {
    // A process that ended meanwhile needs no waking.
    for (const pid of asleep.splice(0)) if (isThere(pid)) process.kill(pid, 'SIGCONT');
  };
  return {
    browser,
    async fallAsleep() {
      for (const context of browser.contexts()) {
        for (const page of context.pages()) {
          await page.evaluate(() => (window as unknown as { armClock(): void }).armClock());
        }
      }
      asleep = (await readTree(root)).map(({ pid }) => pid);
      for (const pid of asleep) if (isThere(pid)) process.kill(pid, 'SIGSTOP');
    },
    wake,
    async close() {
      wake();
      await browser.close();
    },
  };
}

/** Until it has slept, the wall clock of this context's pages is `behindMs` behind ours; when it wakes it is right. */
export async function keepBehind(context: BrowserContext, behindMs: number): Promise<void> {
  await context.addInitScript(
    ({ behind, sleep }) => {
      const RealDate = Date;
      let armedAt = Number.POSITIVE_INFINITY;
      let aheadMs = -behind;
      const now = (): number => {
        if (performance.now() - armedAt > sleep) aheadMs = 0;
        return RealDate.now() + aheadMs;
      };
      class ShiftedDate extends RealDate {
        static override now = now;
        constructor(...given: [] | [number]) {
          super(given.length === 0 ? now() : given[0]);
        }
      }
      Object.assign(window, { Date: ShiftedDate, armClock: () => (armedAt = performance.now()) });
    },
    { behind: behindMs, sleep: sleepMs },
  );
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
