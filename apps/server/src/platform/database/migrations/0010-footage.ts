import type { Migration } from '../migrate.ts';

export const footage: Migration = {
  number: 10,
  name: 'footage',
  statements: [
    `create table footage_pin (
      camera text not null references camera (id), ref text not null, project text not null references project (code),
      from_at text not null, to_at text not null, told_at text not null, primary key (camera, ref)
    ) strict`,
    `create table footage_rules (
      camera text not null primary key references camera (id), rules text not null, changed_at text not null
    ) strict`,
  ],
};
