// What a page needs to look at another moment than now; it comes when the page stands.
export { MilestoneRail } from '#lib/charts/index.ts';
export { toProjectAsOf } from './as-of.ts';
export { default as MomentBar } from './MomentBar.svelte';
export { default as NewsToasts } from './NewsToasts.svelte';
export { default as PastStage } from './PastStage.svelte';
