// The one door to the event log in the browser: nothing else imports socket.io-client.
export { createFeed } from './feed.svelte.ts';
