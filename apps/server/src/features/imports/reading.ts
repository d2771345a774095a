import type { ImportView, WorkCalendarView } from '@sitecast/contract';
import type {
  CurvePoint,
  ItemPhase,
  ScheduleFault,
  ScheduleFormat,
  ScheduleItem,
  WeightBasis,
} from '@sitecast/schedule';

/** What goes into the thread. */
export interface ReadingRequest {
  readonly bytes: Uint8Array;
  /** The site's day. */
  readonly today: string;
  /** The project's own, for a file that names none. */
  readonly calendar: WorkCalendarView | null;
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
  readonly phases: ItemPhase[];
  /** By which most of the file's work is done; null where the file says none. */
  readonly calendar: WorkCalendarView | null;
  readonly network: ImportView['network'];
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
