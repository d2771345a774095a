import { setTimeout as wait } from 'node:timers/promises';
import type { BackOff } from '../platform/back-off.ts';
import type { Debt, Owed } from './debt.ts';
import type { LiveLane } from './live-lane.ts';
import type { Send } from './sender.ts';
import type { TokenBucket } from './token-bucket.ts';

/** A camera whose debt is paid. */
export interface Debtor {
  debt: Debt;
  lane: LiveLane;
  readKey: () => Promise<string | null>;
  /** Of what is owed. A camera that is refused must not keep the others from theirs. */
  backOff: BackOff;
  pausedUntilMs: number;
}

/** A second segment at 10 Mbit/s needs some seconds on a line of 4; a line that is cut silently shows after this. */
const limitMs = 28_000;
const restMs = 1_000;

/**
 * Pays what all cameras owe, one thing after the other: every still first, then footage, the oldest first, at the
 * bucket's rate, and only while nothing new waits (EDGE4). Ends when it is stopped.
 */
export async function runBackFill(options: {
  debtors: () => readonly Debtor[];
  send: Send;
  bucket: TokenBucket;
  /** Of a clock that never runs back. */
  tickMs: () => number;
  nowMs: () => number;
  stop: AbortSignal;
}): Promise<void> {
  const { send, bucket, stop } = options;
  const rest = (ms: number) => wait(ms, undefined, { signal: stop }).catch(() => undefined);

  const pick = async (
    find: (debtor: Debtor) => Promise<Owed | null>,
  ): Promise<{ owed: Owed; key: string; debtor: Debtor } | null> => {
    let oldest: { owed: Owed; key: string; debtor: Debtor } | null = null;
    for (const debtor of options.debtors()) {
      const key = options.tickMs() < debtor.pausedUntilMs ? null : await debtor.readKey();
      const owed = key === null ? null : await find(debtor);
      if (key !== null && owed && (oldest === null || owed.atMs < oldest.owed.atMs)) oldest = { owed, key, debtor };
    }
    return oldest;
  };

  const pay = async (owed: Owed, key: string): Promise<boolean> => {
    const parcel = await owed.read();
    if (!parcel) return true;
    await rest(bucket.take(parcel.body.byteLength));
    await Promise.all(options.debtors().map(({ lane }) => lane.idle()));
    return !stop.aborted && (await send(parcel, key, limitMs)) !== 'failed';
  };

  const payNext = async (): Promise<boolean> => {
    const next =
      (await pick(({ debt }) => debt.findStill(options.nowMs()))) ?? (await pick(({ debt }) => debt.findSegment()));
    if (!next) return false;
    const { owed, key, debtor } = next;
    const isPaid = await pay(owed, key).catch(() => false);
    if (isPaid) {
      debtor.backOff.reset();
      owed.settle();
    } else debtor.pausedUntilMs = options.tickMs() + debtor.backOff.next();
    return true;
  };

  while (!stop.aborted) {
    const wasOwed = await payNext().catch(() => false);
    if (!wasOwed) await rest(restMs);
  }
}
