import type { Migration } from '../migrate.ts';

/** The last place in a project's plan tells whether an item was added; without an index every item is read for it. */
export const planPlaces: Migration = {
  number: 15,
  name: 'plan-places',
  statements: [`create index plan_item_by_position on plan_item (project, position)`],
};
