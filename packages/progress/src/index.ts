// The one door of the maths of progress: pure functions, no input or output, no clock.
export {
  type Fraction,
  zero,
  one,
  createFraction,
  toFraction,
  fractionFromBp,
  addFractions,
  multiplyFractions,
  divideFractions,
  compareFractions,
  toBasisPoints,
  multiplyToInteger,
  toNumber,
} from './fraction.ts';
export { type MeasuredWork, type MeasuredPercent, measurePercent, accumulateSteps } from './percent.ts';
export { toSteps } from './steps.ts';
export { type WeightedItem, type RollUp, rollUp } from './roll-up.ts';
export { addDays, countDays, toMonthEnd, toDayNumber, fromDayNumber } from './local-date.ts';
export { type LocalClock, readLocalClock, toLocalDate, toEndOfDay, toInstantOfClock } from './zone.ts';
export { measureSlipDays } from './slip.ts';
export { type WorkCalendar, createWorkCalendar } from './work-calendar.ts';
export { kurbanAit, listHolidays } from './kazakh-holidays.ts';
export {
  type PhaseNode,
  type PhasedItem,
  type PhaseNumbers,
  computePhases,
  planItems,
  findAncestors,
} from './phases.ts';
export {
  type EarnedValueInput,
  type EarnedValue,
  computeEarnedValue,
  estimateTypical,
  estimateCombined,
  computeTcpi,
} from './earned-value.ts';
export {
  type EarnedSchedule,
  findPlannedDuration,
  computeEarnedSchedule,
  compareSchedule,
  forecastDuration,
} from './earned-schedule.ts';
export { type PlannedTask, spreadPlannedValue, spreadPlan } from './task-plan.ts';
export {
  type PlanPoint,
  type PlanCurve,
  checkPlanCurve,
  readPlannedBp,
  readPlannedAtPeriod,
  toPeriod,
  toDateOfPeriod,
  findPlannedFinish,
} from './plan-curve.ts';
export { type PlannedItem, drawItems, replanCurve } from './replan-curve.ts';
export { type HistoryPoint, readEarnedBp, measureMomentumBp } from './history.ts';
export { type ScheduleForecast, type ForecastPoint, forecastSchedule, drawForecast } from './forecast.ts';
export { drawSCurve } from './s-curve.ts';
export { type ProgressNumbers, type ProgressInput, computeProgress } from './progress-numbers.ts';
export { type FiguresNumbers, type FiguresInput, computeFigures } from './figures.ts';
export { type FinishBand, simulateFinish } from './finish-band.ts';
export { type InvestorNumbers, type InvestorInput, computeInvestorNumbers } from './investor-numbers.ts';
export { type RolledPart, rollUpFigures } from './rolled-figures.ts';
