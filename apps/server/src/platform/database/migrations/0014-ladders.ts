import type { Migration } from '../migrate.ts';

/** Which cameras are shown in smaller renditions, too. */
export const ladders: Migration = {
  number: 14,
  name: 'ladders',
  statements: [`alter table camera add column ladder integer not null default 0 check (ladder in (0, 1))`],
};
