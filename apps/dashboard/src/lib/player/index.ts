// The one door to footage in the browser: nothing else imports hls.js or decides what is live.
export { default as CameraPlayer } from './CameraPlayer.svelte';
export { default as LiveBadge } from './LiveBadge.svelte';
export { default as RecordedPlayer } from './RecordedPlayer.svelte';
export { default as VideoBar } from './VideoBar.svelte';
export { default as WatchButton } from './WatchButton.svelte';
export { toBadge, type Badge, type BadgeWord, type BadgeFacts } from './badge.ts';
export { toBadgeText, toMomentText } from './badge-text.ts';
export { toAudienceCamera } from './dial-limit.ts';
export { type Playhead } from './playhead.ts';
export { toReplayUrl } from './rewind.ts';
