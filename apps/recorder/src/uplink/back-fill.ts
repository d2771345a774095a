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

const restMs = 1_000;
/**
 * How long what is owed gives way to what is new. A line that is slower than its cameras always has something new: a still
 * is owed a place on it at once, footage a share of it.
 */
const usualPatience = { stillMs: 2_000, footageMs: 20_000 };

/**
 * Pays what all cameras owe, one thing after the other: every still first, then footage, the oldest first, at the
 * bucket's rate, and while nothing new waits, or when that has had the line for a while (EDGE4). Ends when it is stopped.
 */
export async function runBackFill(options: {
  debtors: () => readonly Debtor[];
  send: Send;
  bucket: TokenBucket;
  /** Of a clock that never runs back. */
  tickMs: () => number;
  nowMs: () => number;
  stop: AbortSignal;
  patience?: { stillMs: number; footageMs: number };
}): Promise<void> {
  const { send, bucket, stop, patience = usualPatience } = options;
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

  const giveWay = async (longestMs: number): Promise<void> => {
    const isOver = new AbortController();
    const idle = Promise.all(options.debtors().map(({ lane }) => lane.idle()));
    const limit = wait(longestMs, undefined, { signal: AbortSignal.any([stop, isOver.signal]) }).catch(() => undefined);
    await Promise.race([idle, limit]);
    isOver.abort();
  };

  const pay = async (owed: Owed, key: string): Promise<boolean> => {
    const parcel = await owed.read();
    if (!parcel) return true;
    await rest(bucket.take(parcel.body.byteLength));
    await giveWay(parcel.type === 'image/jpeg' ? patience.stillMs : patience.footageMs);
    return !stop.aborted && (await send(parcel, key)) !== 'failed';
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
