export type { AccessChange } from './access-change.ts';
export { findByHash } from './credentials.ts';
export { createSetupPath, keepOperatorToken } from './machine-credentials.ts';
export { findPerson, findInvitation, listPeople, listPeopleWhoMay, needsSetup, toSessionView } from './people.ts';
export { createUseNote } from './note-use.ts';
export { createPeopleHandlers } from './people-handlers.ts';
export { createSessionHandlers } from './session-handlers.ts';
export { createSignInLimits } from './sign-in-limits.ts';
