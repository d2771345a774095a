// The one door of schedule files: pure functions from bytes to a plan, and from a plan to text.
export {
  FaultList,
  scheduleErrorCodes,
  scheduleWarningCodes,
  type ScheduleErrorCode,
  type ScheduleWarningCode,
  type ScheduleFault,
} from './fault.ts';
export { scheduleLimits, type ScheduleLimits } from './limits.ts';
export {
  type ScheduleFormat,
  type PercentType,
  type ActivityKind,
  type PlanTitle,
  type WbsNode,
  type PlanStep,
  type PlanActivity,
  type Plan,
} from './plan.ts';
export { type PlanCalendar, type CalendarException } from './calendars/plan-calendar.ts';
export { findPlanCalendar } from './calendars/find-plan-calendar.ts';
export { type PlanNetwork, type RelationCount } from './network.ts';
export { sayNetwork } from './say-network.ts';
export { readSchedule, type ReadOptions, type ReadResult } from './read-schedule.ts';
export {
  type WeightBasis,
  type ScheduleItem,
  type ItemPhase,
  type PlannedSpan,
  type ItemPlan,
} from './items/schedule-item.ts';
export { toItems, maxItems } from './items/to-items.ts';
export { drawPlanCurve, type CurvePoint, type WorkedUpTo } from './items/draw-plan-curve.ts';
export {
  compareItems,
  type ComparedField,
  type FieldChange,
  type ItemChange,
  type ItemMention,
  type PlanDifference,
} from './compare-items.ts';
export { writeCsv } from './csv/write-csv.ts';
export { writeMspdi } from './xml/write-mspdi.ts';
export { writeJson, type ScheduleExport, type ExportedCalendar, type ExportedItem } from './schedule-export.ts';
