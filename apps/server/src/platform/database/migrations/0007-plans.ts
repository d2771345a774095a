import type { Migration } from '../migrate.ts';

/** What a revision says beside its items is never changed either (INV3). */
const appendOnly = ['plan_phase', 'plan_calendar'];

export const plans: Migration = {
  number: 7,
  name: 'plans',
  statements: [
    `create table plan_phase (
      project text not null, revision integer not null, code text not null, parent text, position integer not null,
      title text not null, primary key (project, revision, code),
      foreign key (project, revision) references baseline_revision (project, revision)
    ) strict, without rowid`,
    `create table plan_calendar (
      project text not null, revision integer not null, content text not null, primary key (project, revision),
      foreign key (project, revision) references baseline_revision (project, revision)
    ) strict, without rowid`,
    `alter table baseline_revision add column weight_basis text`,
    `alter table baseline_item add column phase text`,
    `alter table baseline_item add column start text`,
    `alter table import_batch add column phases text not null default '[]'`,
    `alter table import_batch add column calendar text`,
    `alter table import_batch add column network text`,
    `alter table import_batch add column progress text not null default '[]'`,
    ...appendOnly.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
