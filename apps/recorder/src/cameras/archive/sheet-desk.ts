import type { Span } from '@sitecast/hls';
import { addDays, toDaySpan, toLocalDate } from '../../platform/local-day.ts';
import type { Logger } from '../../platform/log.ts';
import { hourMs } from '../../storage/footage/footage-path.ts';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import { listMonth, pickDay, pickMonth, sheetForm, toSheetName, type SheetPick } from './sheet-pick.ts';
import { createSheetStore } from './sheet-store.ts';
import type { WorkQueue } from './work-queue.ts';

/** The sheets of one camera's days and months: which stills are on them now, and their pictures. */
export interface SheetDesk {
  /** A sheet by its name, drawn where nobody asked for it yet; null: that is not what is on that day's sheet now. */
  find(name: string, nowMs: number): Promise<Buffer | null>;
  /**
   * When an hour is over, today's sheet and yesterday's are drawn before somebody asks. Not at a start, which has enough to
   * do.
   */
  drawClosed(nowMs: number): Promise<void>;
}

export function createSheetDesk(
  folder: string,
  deps: {
    stills: StillArchive;
    /** How the public sees a still: changes with its pixels. */
    describe: (atMs: number) => string;
    /** The site's time zone. */
    zone: () => string;
    ffmpegPath: string;
    queue: WorkQueue;
    log: Logger;
  },
): SheetDesk {
  const { describe, zone } = deps;
  const store = createSheetStore(folder, deps);
  const listTimes = ({ fromMs, toMs }: Span) => deps.stills.listRange(fromMs, toMs);
  let drawnHour: number | null = null;

  const pick = async (period: string, nowMs: number): Promise<SheetPick> => {
    if (period.length === 10) {
      const day = toDaySpan(zone(), period);
      return pickDay(period, day, await listTimes(day), nowMs);
    }
    const dates = listMonth(period);
    const first = toDaySpan(zone(), dates[0] ?? period);
    const last = toDaySpan(zone(), dates.at(-1) ?? period);
    return pickMonth(period, zone(), await listTimes({ fromMs: first.fromMs, toMs: last.toMs }), nowMs);
  };

  return {
    async find(name, nowMs) {
      const period = sheetForm.exec(name)?.[1];
      if (period === undefined || Number.isNaN(Date.parse(period))) return null;
      const picked = await pick(period, nowMs);
      // Whether it was drawn or not: what is not on today's choice any more may be hidden.
      const isCurrent = picked.instants.length > 0 && toSheetName(picked, describe) === name;
      return isCurrent ? store.draw(name, picked) : null;
    },
    async drawClosed(nowMs) {
      const hour = Math.floor(nowMs / hourMs);
      const isNew = drawnHour !== null && drawnHour !== hour;
      drawnHour = hour;
      if (!isNew) return;
      const today = toLocalDate(zone(), nowMs);
      for (const period of [addDays(today, -1), today]) {
        const picked = await pick(period, nowMs);
        if (picked.instants.length === 0) continue;
        // Not waited for: the disk is looked after by the same hand.
        store
          .draw(toSheetName(picked, describe), picked)
          .catch((error: unknown) => deps.log.warn({ err: error }, 'a sheet is drawn when it is asked for'));
      }
    },
  };
}
