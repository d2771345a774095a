import { checkPlan } from './check-plan.ts';
import { readCsv } from './csv/read-csv.ts';
import { FaultList, ScheduleStop } from './fault.ts';
import { scheduleLimits, type ScheduleLimits } from './limits.ts';
import type { Plan, ScheduleFormat } from './plan.ts';
import { decodeText } from './text/decode-text.ts';
import { detectFormat, refuseBinary } from './text/detect-format.ts';
import { readXer } from './xer/read-xer.ts';
import { readMspdi } from './xml/read-mspdi.ts';
import { readP6Xml } from './xml/read-p6-xml.ts';

export interface ReadOptions {
  /** The site's day, `2026-11-23`: nothing that happened lies after it. */
  readonly today: string;
  readonly limits?: ScheduleLimits;
}

/** null: the file was refused; the errors say why, each with its line and field where it has one. */
export interface ReadResult {
  readonly plan: Plan | null;
  readonly format: ScheduleFormat | null;
  readonly faults: FaultList;
}

type Read = (text: string, limits: ScheduleLimits, faults: FaultList) => Plan;
const readers: Record<ScheduleFormat, Read> = { xer: readXer, 'p6-xml': readP6Xml, mspdi: readMspdi, csv: readCsv };

/** Reads a schedule file of any format into one plan. Never throws for what a file holds. */
export function readSchedule(bytes: Uint8Array, { today, limits = scheduleLimits }: ReadOptions): ReadResult {
  const faults = new FaultList();
  let format: ScheduleFormat | null = null;
  try {
    if (bytes.length === 0) throw new ScheduleStop('file.empty');
    if (bytes.length > limits.bytes) throw new ScheduleStop('file.too-large', { value: String(limits.bytes) });
    refuseBinary(bytes);
    const text = decodeText(bytes, faults);
    if (text.trim() === '') throw new ScheduleStop('file.empty');
    format = detectFormat(text);
    const plan = readers[format](text, limits, faults);
    checkPlan(plan, today, faults);
    return { plan: faults.hasErrors ? null : plan, format, faults };
  } catch (error) {
    if (!(error instanceof ScheduleStop)) throw error;
    faults.error(error.code, error);
    return { plan: null, format, faults };
  }
}
