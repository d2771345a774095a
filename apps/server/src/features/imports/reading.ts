import type { CurvePoint, ScheduleFault, ScheduleFormat, ScheduleItem, WeightBasis } from '@sitecast/schedule';

/** What goes into the thread. */
export interface ReadingRequest {
  readonly bytes: Uint8Array;
  /** The site's day. */
  readonly today: string;
}

/** A file that was read, ready to be compared. */
export interface Reading {
  readonly kind: 'read';
  readonly format: ScheduleFormat;
  readonly tool: string | null;
  readonly sourceProject: string | null;
  readonly dataDate: string | null;
  readonly activities: number;
  readonly basis: WeightBasis;
  readonly items: ScheduleItem[];
  readonly curve: CurvePoint[];
  readonly warnings: readonly ScheduleFault[];
  readonly warningCount: number;
}

/** A file that was not. */
export interface RefusedReading {
  readonly kind: 'refused';
  readonly format: ScheduleFormat | null;
  readonly errors: readonly ScheduleFault[];
  readonly errorCount: number;
  readonly warnings: readonly ScheduleFault[];
}

export type ReadingAnswer = Reading | RefusedReading;
