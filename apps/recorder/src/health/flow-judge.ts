export type FlowState = 'starting' | 'flowing' | 'stalled' | 'offline';

/** What the arrival of fragments says of the source, with hysteresis both ways. */
export interface FlowJudge {
  arrive(atMs: number): void;
  /** The source ended or could not be opened. */
  fail(): void;
  judge(atMs: number): void;
  readonly state: FlowState;
  readonly sinceMs: number;
  readonly lastArrivalMs: number | null;
}

const stalledAfterMs = 6_000;
const offlineAfterMs = 15_000;
/** Where the source itself said that it is gone: long enough for one restart and a key frame. */
const offlineWhenDownMs = 5_000;
/** Fragments must flow this long before the source counts as back. */
const proofMs = 1_500;
/** Each broken run within the memory doubles the proof a flapping source owes. */
const longestProofMs = 12_000;
const flapMemoryMs = 60_000;

/** Instants are milliseconds of one clock that never runs back. */
export function createFlowJudge(options: { startedAtMs: number }): FlowJudge {
  let state: FlowState = 'starting';
  let sinceMs = options.startedAtMs;
  let lastArrivalMs: number | null = null;
  /** Where the present run of fragments began. */
  let runFromMs: number | null = null;
  let isDown = false;
  let runs: number[] = [];

  function enter(next: FlowState, atMs: number): void {
    if (state === next) return;
    state = next;
    sinceMs = Math.max(sinceMs, atMs);
  }

  function beginRun(atMs: number): void {
    runFromMs = atMs;
    runs = [...runs.filter((at) => atMs - at < flapMemoryMs), atMs];
  }

  return {
    get state() {
      return state;
    },
    get sinceMs() {
      return sinceMs;
    },
    get lastArrivalMs() {
      return lastArrivalMs;
    },
    arrive(atMs) {
      const isBroken = isDown || (lastArrivalMs !== null && atMs - lastArrivalMs > stalledAfterMs);
      if (runFromMs === null || isBroken) beginRun(atMs);
      lastArrivalMs = atMs;
      isDown = false;
      const proofOwedMs = Math.min(longestProofMs, proofMs * 2 ** (runs.length - 1));
      if (state === 'flowing' || runFromMs === null || atMs - runFromMs < proofOwedMs) return;
      enter('flowing', runFromMs);
    },
    fail() {
      isDown = true;
    },
    judge(atMs) {
      const quietFromMs = lastArrivalMs ?? options.startedAtMs;
      const quietMs = atMs - quietFromMs;
      if (quietMs > offlineAfterMs || (isDown && quietMs > offlineWhenDownMs)) enter('offline', quietFromMs);
      else if (quietMs > stalledAfterMs && state === 'flowing') enter('stalled', quietFromMs);
    },
  };
}
