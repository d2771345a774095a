export { createRestreamHandlers } from './restream-handlers.ts';
