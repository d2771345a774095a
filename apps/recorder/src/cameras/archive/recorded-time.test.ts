import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SegmentRecord } from '@sitecast/hls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHourLog } from '../../storage/archive/hour-log.ts';
import { createLateHours } from '../../storage/archive/late-hours.ts';
import { hourMs } from '../../storage/footage/footage-path.ts';
import { createRecordedTime, type RecordedTime } from './recorded-time.ts';

const dayMs = Date.UTC(2026, 10, 23);

describe('recorded time of hours that are filled in later', () => {
  let folder: string;
  const records: SegmentRecord[] = [];
  beforeEach(async () => {
    records.length = 0;
    folder = await mkdtemp(join(tmpdir(), 'recorded-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const keep = (startMs: number): void => {
    const rest = { offset: 0, lengthBytes: 1, run: 'a'.repeat(16), independent: true, initId: 'b'.repeat(16) };
    records.push({ startMs, durationMs: 2_000, ...rest });
  };
  const open = async (): Promise<RecordedTime> => {
    const time = createRecordedTime(createHourLog(folder), createLateHours(join(folder, 'late-hours')), {
      listHour: (hour) => Promise.resolve(records.filter(({ startMs }) => startMs >= hour && startMs < hour + hourMs)),
      findOldest: () => Promise.resolve(records[0]?.startMs ?? null),
    });
    await time.open();
    return time;
  };

  it('shows what came at once, and still when its footage has gone', async () => {
    const nowMs = dayMs + 5.5 * hourMs;
    const time = await open();
    await time.closeHours(nowMs);
    keep(dayMs + hourMs);
    await time.reopen(dayMs + hourMs);
    const filled = [{ fromMs: dayMs + hourMs, toMs: dayMs + hourMs + 2_000 }];
    expect(await time.listSpans(nowMs)).toEqual(filled);
    await time.closeHours(nowMs);
    records.length = 0;
    expect(await time.listSpans(nowMs)).toEqual(filled);
    expect(await (await open()).listSpans(nowMs)).toEqual(filled);
  });

  it('puts by after a crash what came before it', async () => {
    const nowMs = dayMs + 5.5 * hourMs;
    const before = await open();
    await before.closeHours(nowMs);
    keep(dayMs + hourMs);
    await before.reopen(dayMs + hourMs);
    const after = await open();
    await after.closeHours(nowMs);
    records.length = 0;
    expect(await after.listSpans(nowMs)).toHaveLength(1);
  });

  it('does not take an hour for over because something was filled in', async () => {
    const nowMs = dayMs + 5.5 * hourMs;
    keep(dayMs + 5.1 * hourMs);
    const time = await open();
    await time.reopen(dayMs + 5.1 * hourMs);
    await time.closeHours(nowMs);
    const again = await open();
    keep(dayMs + 5.6 * hourMs);
    await again.closeHours(dayMs + 6.5 * hourMs);
    records.length = 0;
    expect(await again.listSpans(dayMs + 6.5 * hourMs)).toHaveLength(2);
  });
});
