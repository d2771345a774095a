import type { Migration } from '../migrate.ts';

const tables = ['ledger_record', 'ledger_checkpoint', 'ledger_opening'];

export const ledger: Migration = {
  number: 4,
  name: 'ledger',
  statements: [
    `create table ledger_record (
      project text not null references project (code), n integer not null check (n > 0), subject text not null,
      hash text not null, line text not null, primary key (project, n), unique (project, subject)
    ) strict`,
    `create table ledger_checkpoint (
      project text not null, n integer not null, hash text not null, at text not null, day text not null,
      key text not null, signature text not null, primary key (project, n),
      foreign key (project, n) references ledger_record (project, n)
    ) strict, without rowid`,
    `create table ledger_opening (
      project text not null, n integer not null, field text not null, salt text not null, content text not null,
      primary key (project, n, field), foreign key (project, n) references ledger_record (project, n)
    ) strict, without rowid`,
    ...tables.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
