import type { Migration } from '../migrate.ts';

/** Where else cameras are shown. The addresses' keys are the recorder's alone. */
export const restreams: Migration = {
  number: 13,
  name: 'restreams',
  statements: [
    `create table restream (
      id text primary key, project text not null references project (code), camera text not null references camera (id),
      name text not null, host text not null, enabled integer not null check (enabled in (0, 1)),
      version integer not null, created_at text not null, removed_at text
    ) strict`,
    `create index restream_by_project on restream (project)`,
  ],
};
