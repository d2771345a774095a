// The messages alone, for code that is tested without Svelte; everyone else takes `m` from `index.ts`.
export * as m from './generated/messages.js';
