// The one door to charts: nothing else imports chart.js.
export { default as ProgressCurve } from './ProgressCurve.svelte';
export { toCurveShape, toAxisPercent, toDayMs, type CurveShape } from './curve-shape.ts';
