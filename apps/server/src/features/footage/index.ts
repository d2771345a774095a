export { createFootageHandlers } from './footage-handlers.ts';
export { readMoment } from './moment.ts';
export { createPinKeeper } from './pin-keeper.ts';
export type { FilmedCamera, FootageParts } from './parts.ts';
export { readCoverage, readDay, readMonth } from './read-archive.ts';
