import type { Coverage, OutageCause } from '@sitecast/contract';
import { cutSpans, sumSpans, type Span } from '@sitecast/hls';
import type { CauseChange } from '../../storage/archive/cause-log.ts';
import { explainGaps } from './outage.ts';

/** Off on purpose: taken out of the hours that were due, and told apart. */
const planned: readonly OutageCause[] = ['scheduled-off', 'maintenance'];

export const noCoverage: Coverage = { workingMs: 0, recordedMs: 0, offMs: 0, outageMs: {}, shareBp: null };

/** How much of one stretch of working hours was recorded, and why the rest was not. */
export function measureCoverage(working: Span, recorded: readonly Span[], causes: readonly CauseChange[]): Coverage {
  if (working.toMs <= working.fromMs) return noCoverage;
  const outageMs: Coverage['outageMs'] = {};
  let offMs = 0;
  for (const { fromMs, toMs, cause } of explainGaps(recorded, working, causes)) {
    if (planned.includes(cause)) offMs += toMs - fromMs;
    else outageMs[cause] = (outageMs[cause] ?? 0) + toMs - fromMs;
  }
  return toShare({
    workingMs: working.toMs - working.fromMs,
    recordedMs: sumSpans(cutSpans(recorded, working)),
    offMs,
    outageMs,
  });
}

/** The coverage of several stretches together. */
export function addCoverage(parts: readonly Coverage[]): Coverage {
  const sum = { workingMs: 0, recordedMs: 0, offMs: 0 };
  const outageMs: Coverage['outageMs'] = {};
  for (const part of parts) {
    sum.workingMs += part.workingMs;
    sum.recordedMs += part.recordedMs;
    sum.offMs += part.offMs;
    for (const [cause, ms] of Object.entries(part.outageMs) as [OutageCause, number][]) {
      outageMs[cause] = (outageMs[cause] ?? 0) + ms;
    }
  }
  return toShare({ ...sum, outageMs });
}

function toShare(sum: Omit<Coverage, 'shareBp'>): Coverage {
  const dueMs = sum.workingMs - sum.offMs;
  // Rounded down: 99.99 % is not the whole.
  return { ...sum, shareBp: dueMs > 0 ? Math.floor((sum.recordedMs / dueMs) * 10_000) : null };
}
