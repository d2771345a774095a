export { exportPlan } from './export-plan.ts';
export { createImportHandlers } from './import-handlers.ts';
export { createReadInWorker } from './read-in-worker.ts';
