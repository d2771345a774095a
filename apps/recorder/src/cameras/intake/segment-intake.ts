import { Refusal, type OwedReport } from '@sitecast/contract';
import type { SegmentRecord } from '@sitecast/hls';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import type { LateSegment } from '../../storage/footage/late-list.ts';
import type { OwedNote } from './owed-note.ts';
import type { PackagedSegment } from '../live/packager.ts';

/** Takes what a recorder at a site sends of a camera. */
export interface SegmentIntake {
  /**
   * Resolves when the segment is on disk; the same one again is one effect (EDGE2). Throws Refusal, and then nothing of it
   * was kept: it is dated ahead of us (`clock`), too old, has a name or a time that is taken, or there is no room.
   */
  take(packaged: PackagedSegment): Promise<void>;
  /** Takes a still, in the same way. */
  takeStill(atMs: number, jpeg: Uint8Array): Promise<void>;
  /** What the site says is still to come (EDGE6). */
  takeOwed(report: OwedReport): void;
}

export interface IntakeDeps {
  nowMs: () => number;
  retentionDays: () => number;
  hasRoom: () => boolean;
  footage: Pick<FootageReader, 'listHour'>;
  keepStill: (atMs: number, jpeg: Uint8Array) => Promise<boolean>;
  /** Shows a segment at the live edge. */
  show: (packaged: PackagedSegment) => void;
  /** Puts it on disk; `false`: that did not work. */
  record: (packaged: PackagedSegment) => Promise<boolean>;
  /** An hour got footage that may be over. */
  reopen: (startMs: number) => Promise<void>;
  /** It is on the disk, and may have to be masked yet. */
  kept: (segment: LateSegment, wasLive: boolean) => Promise<void>;
  owed: Pick<OwedNote, 'take'>;
}

/** A segment that ended longer ago is no live picture (EDGE3). */
const liveMs = 10_000;
/** One run may begin so much before the one before it has ended: a clock was set, a stream dated anew. */
const overlapMs = 500;
/** Two clocks that are kept by NTP are not farther apart. */
const aheadMs = 5_000;
const dayMs = 86_400_000;

const refuse = (field: string, message: string): Refusal =>
  new Refusal('request.invalid', { fields: [{ field, message }] });

type Written = Pick<SegmentRecord, 'run' | 'startMs' | 'durationMs' | 'lengthBytes'>;

export function createSegmentIntake(deps: IntakeDeps): SegmentIntake {
  /** What is on its way to the disk, by its name. */
  const writing = new Map<string, Written & { done: Promise<boolean> }>();
  let liveFromMs = Number.NEGATIVE_INFINITY;

  const checkTime = (fromMs: number, toMs: number): void => {
    const nowMs = deps.nowMs();
    if (toMs > nowMs + aheadMs) throw refuse('clock', 'is ahead of the clock here');
    if (fromMs < nowMs - deps.retentionDays() * dayMs) throw refuse('startMs', 'is older than the camera keeps');
  };

  const findLength = async (run: string, startMs: number): Promise<number | null> => {
    const records = await deps.footage.listHour(startMs - (startMs % 3_600_000));
    return records.find((one) => one.run === run && one.startMs === startMs)?.lengthBytes ?? null;
  };

  /** Another recorder claims the camera and was here first: of two pictures of one time one is kept. */
  const isTaken = async ({ run, startMs, durationMs }: Written): Promise<boolean> => {
    const hours = new Set([startMs - 60_000, startMs + durationMs].map((ms) => ms - (ms % 3_600_000)));
    const recorded = await Promise.all([...hours].map((hour) => deps.footage.listHour(hour)));
    return [...recorded.flat(), ...writing.values()].some(
      (one) =>
        one.run !== run &&
        one.startMs < startMs + durationMs - overlapMs &&
        one.startMs + one.durationMs > startMs + overlapMs,
    );
  };

  const write = async (packaged: PackagedSegment, isLive: boolean): Promise<boolean> => {
    const { run, startMs, durationMs, lengthBytes } = packaged.segment;
    const keptBytes = await findLength(run, startMs);
    if (keptBytes !== null && keptBytes !== lengthBytes) throw new Refusal('idempotency.reused');
    if (keptBytes === null && !(await deps.record(packaged))) return false;
    // Told after the bytes are there and before they are acknowledged: whatever dies between, it is sent again.
    await deps.reopen(startMs);
    await deps.kept({ run, startMs, durationMs }, isLive);
    return true;
  };

  return {
    async take(packaged) {
      const { run, startMs, durationMs, lengthBytes } = packaged.segment;
      checkTime(startMs, startMs + durationMs);
      const name = `${run}/${startMs}`;
      if (!writing.has(name) && (await isTaken(packaged.segment))) throw new Refusal('idempotency.reused');
      const before = writing.get(name);
      if (before && before.lengthBytes !== lengthBytes) throw new Refusal('idempotency.reused');
      const isLive = !before && startMs > liveFromMs && startMs + durationMs >= deps.nowMs() - liveMs;
      const isShown = isLive && (await findLength(run, startMs)) === null && startMs > liveFromMs;
      if (isShown) {
        liveFromMs = startMs;
        deps.show(packaged);
      }
      const done = writing.get(name)?.done ?? write(packaged, isShown);
      writing.set(name, { run, startMs, durationMs, lengthBytes, done });
      try {
        if (!(await done)) throw new Refusal('storage.full');
      } finally {
        writing.delete(name);
      }
    },
    async takeStill(atMs, jpeg) {
      checkTime(atMs, atMs);
      if (!deps.hasRoom()) throw new Refusal('storage.full');
      if (!(await deps.keepStill(atMs, jpeg))) throw new Refusal('idempotency.reused');
    },
    takeOwed: (report) => deps.owed.take(report),
  };
}
