export { createProjectHandlers } from './project-handlers.ts';
export type { ProjectReaders } from './parts.ts';
export { readChannel } from './read-channel.ts';
export { readProgramme, readProgrammeRollUp } from './read-programme.ts';
export { readProject } from './read-project.ts';
export { createProjectRecordHandlers, readProjectRecord } from './change-project.ts';
export { readSummary } from './read-summary.ts';
