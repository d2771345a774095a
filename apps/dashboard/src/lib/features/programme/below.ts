// What stands below the picture of the programme's page; fetched when the page stands.
export { default as DistrictStrip } from './DistrictStrip.svelte';
export { default as Headline } from './Headline.svelte';
export { default as LatestMilestones } from './LatestMilestones.svelte';
export { default as ProjectRows } from './ProjectRows.svelte';
export { default as Targets } from './Targets.svelte';
export { default as Timeline } from './Timeline.svelte';
export { default as NoticeList } from '../site/NoticeList.svelte';
