// The one door for browser writes. Server-side reading has its own: `reader.server.ts`.
export { createDraft, sendDraft, type Draft } from './post.ts';
