export { createSignOffHandlers } from './sign-off-handlers.ts';
export type { SignOffParts } from './parts.ts';
export { isAccepted, readSlots } from './read-slots.ts';
