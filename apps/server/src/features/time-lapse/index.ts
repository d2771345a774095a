export { toRestDays } from './rest-days.ts';
export { createSettingsTeller, type SettingsTeller } from './settings-teller.ts';
export { createTimeLapseHandlers } from './time-lapse-handlers.ts';
