// The one door to charts: nothing else imports chart.js.
export { default as ProgressCurve } from './ProgressCurve.svelte';
