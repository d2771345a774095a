export { createSettingsTeller, type SettingsTeller } from './settings-teller.ts';
export { createTimeLapseHandlers } from './time-lapse-handlers.ts';
