import type { Coverage, CoverageView, LocalText, ReportCoverage } from '@sitecast/contract';
import { addDays } from '@sitecast/progress';

/** A camera's coverage of a month by day, by week from its Monday, and as a whole: sums of times, never means of shares. */
export function toReportCoverage(camera: { id: string; name: LocalText }, view: CoverageView): ReportCoverage {
  const days = view.days.map(({ date, coverage }) => ({ date, coverage }));
  const weeks = Map.groupBy(days, ({ date }) => toMonday(date));
  return {
    camera: camera.id,
    name: camera.name,
    month: view.total,
    weeks: [...weeks].map(([monday, own]) => ({
      from: own[0]?.date ?? monday,
      to: own.at(-1)?.date ?? monday,
      coverage: sumCoverage(own.map((day) => day.coverage)),
    })),
    days,
  };
}

function toMonday(date: string): string {
  const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
  return addDays(date, -((weekday + 6) % 7));
}

function sumCoverage(parts: readonly Coverage[]): Coverage {
  const sum = (read: (one: Coverage) => number): number => parts.reduce((total, one) => total + read(one), 0);
  const workingMs = sum((one) => one.workingMs);
  const recordedMs = sum((one) => one.recordedMs);
  const offMs = sum((one) => one.offMs);
  const outageMs: Coverage['outageMs'] = {};
  for (const one of parts) {
    for (const [cause, ms] of Object.entries(one.outageMs) as [keyof Coverage['outageMs'], number][]) {
      outageMs[cause] = (outageMs[cause] ?? 0) + ms;
    }
  }
  const dueMs = workingMs - offMs;
  // Rounded down, as the recorder does: 99.99 % is not the whole.
  const shareBp = dueMs <= 0 ? null : Math.min(10_000, Math.floor((recordedMs * 10_000) / dueMs));
  return { workingMs, recordedMs, offMs, outageMs, shareBp };
}
