export { toRestDays } from './rest-days.ts';
export { createSettingsTeller } from './settings-teller.ts';
export { createTimeLapseHandlers } from './time-lapse-handlers.ts';
