import type { Migration } from '../migrate.ts';

/** How much of a camera's live picture each audience may have. */
export const dialLimits: Migration = {
  number: 19,
  name: 'dial-limits',
  statements: [`alter table camera add column dial text`],
};
