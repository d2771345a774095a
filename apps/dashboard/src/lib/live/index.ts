// The one door to the event log in the browser: nothing else imports socket.io-client.
export { createFeed, type Feed } from './feed.svelte.ts';
