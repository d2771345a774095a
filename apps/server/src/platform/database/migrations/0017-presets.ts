import type { Migration } from '../migrate.ts';

/** Where a camera that can be moved stands, and which mask was reviewed for each place it can look at. */
export const presets: Migration = {
  number: 17,
  name: 'presets',
  statements: [
    `alter table camera add column preset text`,
    `alter table camera add column turning_to text`,
    `create table camera_preset_mask (
      camera text not null,
      preset text not null,
      position text not null,
      version integer not null,
      primary key (camera, preset)
    ) strict`,
  ],
};
