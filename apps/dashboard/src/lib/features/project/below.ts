// What stands around the picture of a project's page; fetched when the page stands.
export { CurveTable, ProgressCurve } from '#lib/charts/index.ts';
export { default as About } from './About.svelte';
export { default as CameraChoice } from './CameraChoice.svelte';
export { default as CameraGrid } from './CameraGrid.svelte';
export { default as Milestones } from './Milestones.svelte';
export { default as NoticeList } from '../site/NoticeList.svelte';
export { default as Receipt } from './Receipt.svelte';
export { default as SlipStory } from './SlipStory.svelte';
export { default as Standing } from './Standing.svelte';
export { default as Ways } from './Ways.svelte';
