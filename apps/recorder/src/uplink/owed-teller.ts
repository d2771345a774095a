import { uplinkPaths, type OwedReport } from '@sitecast/contract';
import type { Debt } from './debt.ts';
import { createOwedTrend } from './owed-trend.ts';
import type { Send } from './sender.ts';

/** A camera of which the centre is told what is still to come. */
export interface Told {
  camera: string;
  debt: Debt;
  readKey: () => Promise<string | null>;
}

/** Tells the centre what it has not got yet (EDGE6). */
export interface OwedTeller {
  /** Called every few seconds: what is not told now is told the next time. Rejects where the disk cannot be read. */
  tell(cameras: readonly Told[]): Promise<void>;
}

const oftenMs = 10_000;
/** Where nothing is owed, and nothing was. */
const seldomMs = 60_000;
const limitMs = 8_000;

export function createOwedTeller(options: { send: Send; nowMs: () => number; tickMs: () => number }): OwedTeller {
  const trend = createOwedTrend(options.tickMs);
  let dueMs = Number.NEGATIVE_INFINITY;
  let wasOwed = true;

  const tellOne = async ({ camera, readKey }: Told, report: OwedReport): Promise<boolean> => {
    const key = await readKey();
    if (key === null) return true;
    const body = new TextEncoder().encode(JSON.stringify(report));
    return (
      (await options.send({ path: uplinkPaths.owed(camera), type: 'application/json', body }, key, limitMs)) === 'kept'
    );
  };

  return {
    async tell(cameras) {
      if (options.tickMs() < dueMs) return;
      dueMs = options.tickMs() + oftenMs;
      const found = await Promise.all(
        cameras.map(async (told) => ({ told, owed: await told.debt.measure(options.nowMs()) })),
      );
      const isOwed = found.some(({ owed }) => owed.lengthBytes > 0 || owed.stills > 0);
      trend.note(found.reduce((sum, { owed }) => sum + owed.lengthBytes, 0));
      const { remainingMs } = trend;
      const told = await Promise.all(found.map(({ told, owed }) => tellOne(told, { ...owed, remainingMs })));
      if (!isOwed && !wasOwed) dueMs = options.tickMs() + seldomMs;
      wasOwed = isOwed || told.includes(false);
    },
  };
}
