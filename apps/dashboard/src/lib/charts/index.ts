// The one door to charts: nothing else imports chart.js.
export { default as CurveTable } from './CurveTable.svelte';
export { default as MilestoneRail } from './MilestoneRail.svelte';
export { default as ProgressCurve } from './ProgressCurve.svelte';
