export { listNotices } from './list-notices.ts';
export { createNoticeHandlers } from './notice-handlers.ts';
