import {
  createLineJudge,
  parseDialMemory,
  toDialPosition,
  type DialChoice,
  type DialMemory,
  type DialPosition,
} from './dial.ts';
import { openMediaMeter, type MediaMeter } from './media-meter.ts';

/** The data dial of a page: one for all its players, because a line and a budget are one. */
export interface DataDial {
  readonly position: DialPosition;
  readonly choice: DialChoice;
  readonly budgetMb: number | null;
  /** Fetched today on this device. */
  readonly spentBytes: number;
  /** What it costs as it is, in bytes an hour; null before it was measured. */
  readonly hourlyBytes: number | null;
  choose(choice: DialChoice): void;
  setBudget(megabytes: number | null): void;
  /** Begins to measure for a player that tells whether its picture should move and stands still; returns what ends it. */
  use(readIsStanding: () => boolean): () => void;
}

const key = 'sitecast.data';
const tickMs = 1_000;
const saveEveryMs = 4_000;
/** A line that carries so much is not what makes a picture stand. */
const fastBps = 3_000_000;
const signs = ['pointerdown', 'pointermove', 'keydown'] as const;

type Network = Navigator & { connection?: { saveData?: boolean; effectiveType?: string } };

let shared: DataDial | null = null;

/** The page's one dial. `readSiteHour`: the hour of the day at the site, 0–23. */
export function findDial(readSiteHour: () => number): DataDial {
  shared ??= createDial(readSiteHour);
  return shared;
}

function createDial(readSiteHour: () => number): DataDial {
  const judge = createLineJudge();
  // Not by a locale that writes dates so: to load one takes a phone fifty milliseconds.
  const readDay = (): string => toDeviceDay(new Date());
  let memory = $state.raw<DialMemory>(parseDialMemory(readKept(), readDay()));
  let position = $state.raw<DialPosition>({ step: 'full', reason: 'line-good' });
  let hourlyBytes = $state<number | null>(null);
  let meter: MediaMeter | null = null;
  let isLineSlow = false;
  let touchedMs = 0;
  let unsavedBytes = 0;
  let savedMs = 0;
  const players = new Set<() => boolean>();
  let timer: ReturnType<typeof setInterval> | null = null;

  const nowMs = (): number => performance.now();
  const touch = (): void => void (touchedMs = nowMs());
  const change = (next: Partial<DialMemory>): void => {
    memory = { ...memory, ...next };
    // Where nothing can be kept, it holds for this page.
    try {
      localStorage.setItem(key, JSON.stringify(memory));
    } catch {
      return;
    }
  };
  const turn = (): void => {
    const { connection } = navigator as Network;
    const next = toDialPosition({
      choice: memory.choice,
      savesData: connection?.saveData === true,
      effectiveType: connection?.effectiveType ?? null,
      isLineSlow,
      spentBytes: memory.spentBytes,
      budgetBytes: memory.budgetMb === null ? null : memory.budgetMb * 1_000_000,
      siteHour: readSiteHour(),
      untouchedMs: nowMs() - touchedMs,
    });
    // Without media source extensions there is nothing to show single pictures with.
    const step = next.step === 'steps' && typeof MediaSource === 'undefined' ? 'stills' : next.step;
    if (step !== position.step) {
      meter?.restart();
      hourlyBytes = null;
    }
    if (step !== position.step || next.reason !== position.reason) position = { ...next, step };
  };
  const tick = (): void => {
    if (memory.day !== readDay()) change({ day: readDay(), spentBytes: 0 });
    save();
    const bestBps = meter?.readBestBps() ?? null;
    const isStanding = [...players].some((readIsStanding) => readIsStanding());
    isLineSlow = judge.note(isStanding && bestBps !== null && bestBps < fastBps, nowMs());
    hourlyBytes = meter?.readHourlyBytes() ?? null;
    turn();
  };
  /** What was fetched, kept now and then: another page of the same device may have spent meanwhile. */
  const save = (): void => {
    if (unsavedBytes === 0 || nowMs() - savedMs < saveEveryMs) return;
    const kept = parseDialMemory(readKept(), readDay());
    change({ spentBytes: Math.max(kept.spentBytes, memory.spentBytes) + unsavedBytes });
    unsavedBytes = 0;
    savedMs = nowMs();
  };

  return {
    get position() {
      return position;
    },
    get choice() {
      return memory.choice;
    },
    get budgetMb() {
      return memory.budgetMb;
    },
    get spentBytes() {
      return memory.spentBytes;
    },
    get hourlyBytes() {
      return hourlyBytes;
    },
    choose(choice) {
      change({ choice });
      turn();
    },
    setBudget(budgetMb) {
      change({ budgetMb });
      turn();
    },
    use(readIsStanding) {
      players.add(readIsStanding);
      if (players.size === 1) {
        touch();
        meter = openMediaMeter((bytes) => (unsavedBytes += bytes), nowMs);
        for (const sign of signs) addEventListener(sign, touch, { passive: true });
        tick();
        timer = setInterval(tick, tickMs);
      }
      return () => {
        players.delete(readIsStanding);
        if (players.size > 0) return;
        meter?.close();
        meter = null;
        if (timer) clearInterval(timer);
        for (const sign of signs) removeEventListener(sign, touch);
      };
    },
  };
}

/** The device's own day, `2026-11-23`. */
function toDeviceDay(now: Date): string {
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

function readKept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
