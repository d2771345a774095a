import { join } from 'node:path';
import type { Span } from '@sitecast/hls';
import { listNames } from '../atomic-file.ts';
import { createLineLog } from './line-log.ts';

/** What was recorded in a closed hour. */
export interface RecordedHour {
  startMs: number;
  spans: Span[];
}

export interface HourLog {
  /** Every closed hour that was kept, in the order they were closed. */
  read(): Promise<RecordedHour[]>;
  append(hours: readonly RecordedHour[]): Promise<void>;
}

const form = /^h (\d{1,10})((?: -?\d{1,7}-\d{1,7})*)$/;

/**
 * What a camera recorded, hour by hour and year by year, in tenths of seconds from the hour's start: it stays when the
 * footage has gone. A year is some 300 kB.
 */
export function createHourLog(folder: string): HourLog {
  const toPath = (startMs: number) => join(folder, `hours-${new Date(startMs).getUTCFullYear()}.log`);
  return {
    async read() {
      const names = (await listNames(folder)).filter((name) => /^hours-\d{4}\.log$/.test(name));
      const years = await Promise.all(names.map((name) => createLineLog(join(folder, name)).read()));
      return years.flat().flatMap(parseHour);
    },
    async append(hours) {
      const years = Map.groupBy(hours, ({ startMs }) => toPath(startMs));
      for (const [path, ofYear] of years) await createLineLog(path).append(ofYear.map(writeHour));
    },
  };
}

function writeHour({ startMs, spans }: RecordedHour): string {
  const toTenths = (ms: number) => Math.round((ms - startMs) / 100);
  return `h ${startMs / 1_000}${spans.map(({ fromMs, toMs }) => ` ${toTenths(fromMs)}-${toTenths(toMs)}`).join('')}`;
}

function parseHour(line: string): RecordedHour[] {
  const [, start, list = ''] = form.exec(line) ?? [];
  if (start === undefined) return [];
  const startMs = Number(start) * 1_000;
  const spans = list.split(' ').flatMap((text) => {
    const at = text.indexOf('-', 1);
    if (at < 0) return [];
    return [{ fromMs: startMs + Number(text.slice(0, at)) * 100, toMs: startMs + Number(text.slice(at + 1)) * 100 }];
  });
  return [{ startMs, spans }];
}
