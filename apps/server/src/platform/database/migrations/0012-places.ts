import type { Migration } from '../migrate.ts';

/** Where a project stands, for its daylight; degrees, null: nobody said. */
export const places: Migration = {
  number: 12,
  name: 'places',
  statements: [
    `alter table project add column latitude real check (latitude between -90 and 90)`,
    `alter table project add column longitude real check (longitude between -180 and 180)`,
  ],
};
