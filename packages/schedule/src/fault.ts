/** What can be wrong with a file: it is refused whole. */
export const scheduleErrorCodes = [
  'file.empty',
  'file.too-large',
  'file.unknown',
  'file.truncated',
  'encoding.invalid',
  'xml.doctype',
  'xml.malformed',
  'xml.too-deep',
  'limit.tasks',
  'limit.nodes',
  'csv.quote',
  'column.missing',
  'column.twice',
  'project.missing',
  'plan.empty',
  'code.missing',
  'code.duplicate',
  'number.invalid',
  'number.range',
  'percent.range',
  'date.invalid',
  'date.range',
  'duration.invalid',
  'value.unknown',
  'wbs.cycle',
  'wbs.unknown',
  'weights.zero',
  'actual.future',
  'actual.order',
  'dates.none',
  'date.needed',
  'limit.time',
  'limit.memory',
] as const;

/** What a reader should know before accepting. */
export const scheduleWarningCodes = [
  'encoding.guessed',
  'row.columns',
  'column.unknown',
  'project.several',
  'title.missing',
  'title.shortened',
  'code.changed',
  'date.order',
  'date.missing',
  'date.zone',
  'data-date.missing',
  'actual.missing',
  'percent.unfinished',
  'weights.sum',
  'weights.derived',
  'task.skipped',
  'task.inactive',
  'plan.condensed',
  'method.kept',
  'calendar.unread',
  'calendar.rule',
  'progress.kept',
  'date.kept',
] as const;

export type ScheduleErrorCode = (typeof scheduleErrorCodes)[number];
export type ScheduleWarningCode = (typeof scheduleWarningCodes)[number];

/** One finding as data: the words for people are made where they are shown. */
export interface ScheduleFault<Code extends string = string> {
  code: Code;
  /** Line of the file, counted from 1; null where it is about the whole file. */
  line: number | null;
  /** The column or element as the file calls it. */
  field: string | null;
  /** What stands there, shortened, or the number that is meant. */
  value: string | null;
}

/** Findings of one file, at most `kept` of each kind in words; the rest are counted. */
export class FaultList {
  readonly errors: ScheduleFault<ScheduleErrorCode>[] = [];
  readonly warnings: ScheduleFault<ScheduleWarningCode>[] = [];
  errorCount = 0;
  warningCount = 0;

  error(code: ScheduleErrorCode, at: Partial<Omit<ScheduleFault, 'code'>> = {}): void {
    this.errorCount += 1;
    if (this.errors.length < keptErrors) this.errors.push(toFault(code, at));
  }

  warn(code: ScheduleWarningCode, at: Partial<Omit<ScheduleFault, 'code'>> = {}): void {
    this.warningCount += 1;
    if (this.warnings.length < keptWarnings) this.warnings.push(toFault(code, at));
  }

  get hasErrors(): boolean {
    return this.errorCount > 0;
  }
}

const keptErrors = 200;
const keptWarnings = 500;

/** A file that cannot be read on: everything behind it would be a guess. */
export class ScheduleStop extends Error {
  readonly code: ScheduleErrorCode;
  readonly line: number | null;
  readonly field: string | null;
  readonly value: string | null;

  constructor(code: ScheduleErrorCode, at: Partial<Omit<ScheduleFault, 'code'>> = {}) {
    super(code);
    const fault = toFault(code, at);
    this.code = code;
    this.line = fault.line;
    this.field = fault.field;
    this.value = fault.value;
  }
}

function toFault<Code extends string>(code: Code, at: Partial<Omit<ScheduleFault, 'code'>>): ScheduleFault<Code> {
  return { code, line: at.line ?? null, field: shorten(at.field), value: shorten(at.value) };
}

/** What a hostile file says may be a megabyte long and hold anything. */
function shorten(text: string | null | undefined): string | null {
  if (text == null) return null;
  const plain = text
    .slice(0, 80)
    .toWellFormed()
    .replaceAll(/[\u0000-\u001F\u007F]/g, ' ');
  return text.length > 80 ? `${plain}…` : plain;
}
