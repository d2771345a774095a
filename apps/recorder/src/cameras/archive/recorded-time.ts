import { joinSpans, type Span } from '@sitecast/hls';
import type { HourLog, RecordedHour } from '../../storage/archive/hour-log.ts';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import type { LateHours } from '../../storage/archive/late-hours.ts';
import { hourMs } from '../../storage/footage/footage-path.ts';
import { seamMs, toRecordedSpans } from '../../storage/footage/recorded-spans.ts';

export interface RecordedTime {
  /** Reads what closed hours hold. A camera-year is some 9,000 lines. */
  open(): Promise<void>;
  /** Puts by what was recorded in the hours that are over, before their footage may go. */
  closeHours(nowMs: number): Promise<void>;
  /** Footage of an hour that may be over was filled in: what that hour holds is put by once more. */
  reopen(startMs: number): Promise<void>;
  /** Everything that was recorded, whether it is still kept or not. */
  listSpans(nowMs: number): Promise<readonly Span[]>;
}

/** An hour is over when its last segment is surely written. */
const graceMs = 120_000;

/** What a camera recorded and when, whatever becomes of the footage. */
export function createRecordedTime(
  log: HourLog,
  late: LateHours,
  footage: Pick<FootageReader, 'listHour' | 'findOldest'>,
): RecordedTime {
  let closed: Span[] = [];
  let nextHour = 0;
  let last: Promise<void> = Promise.resolve();

  const readHour = async (startMs: number): Promise<RecordedHour> => ({
    startMs,
    spans: toRecordedSpans(await footage.listHour(startMs)),
  });

  const close = async (nowMs: number): Promise<void> => {
    const hours: RecordedHour[] = [];
    for (; nextHour + hourMs + graceMs <= nowMs; nextHour += hourMs) {
      const hour = await readHour(nextHour);
      if (hour.spans.length > 0) hours.push(hour);
    }
    const filled = late.take();
    // One that is not over is put by when it is: a line for it would say that the rest of it is known, too.
    const over = filled.filter((startMs) => startMs < nextHour);
    for (const startMs of over) hours.push(await readHour(startMs));
    try {
      await log.append(hours);
    } catch (error) {
      for (const startMs of filled) await late.add(startMs);
      throw error;
    }
    closed = joinSpans([...closed, ...hours.flatMap(({ spans }) => spans)], seamMs);
    if (filled.length > 0) await late.settle();
  };

  return {
    async open() {
      await late.open();
      const hours = await log.read();
      closed = joinSpans(
        hours.flatMap(({ spans }) => spans),
        seamMs,
      );
      const newest = hours.reduce((found, { startMs }) => Math.max(found, startMs), -hourMs);
      const oldest = newest < 0 ? await footage.findOldest() : null;
      nextHour = Math.max(newest + hourMs, Math.floor((oldest ?? newest + hourMs) / hourMs) * hourMs);
    },
    closeHours(nowMs) {
      // A camera without footage begins now; the clock of a small box may begin in 1970.
      if (nextHour <= 0) nextHour = Math.floor(nowMs / hourMs) * hourMs;
      last = last.then(() => close(nowMs));
      return last;
    },
    async reopen(startMs) {
      const hour = Math.floor(startMs / hourMs) * hourMs;
      // One that is still open is read anyway.
      if (nextHour <= 0 || hour < nextHour) await late.add(hour);
    },
    async listSpans(nowMs) {
      if (nextHour <= 0) nextHour = Math.floor(nowMs / hourMs) * hourMs;
      const open: Span[] = [];
      for (const hour of late.list()) open.push(...(await readHour(hour)).spans);
      for (let hour = nextHour; hour <= nowMs; hour += hourMs) open.push(...(await readHour(hour)).spans);
      return open.length === 0 ? closed : joinSpans([...closed, ...open], seamMs);
    },
  };
}
