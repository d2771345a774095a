import type { Migration } from '../migrate.ts';

export const costs: Migration = {
  number: 3,
  name: 'costs',
  statements: [
    // Who could read figures before this step still can; from now on money is granted by name.
    `alter table principal add column costs integer not null default 0 check (costs in (0, 1))`,
    `update principal set costs = 1`,
    `create table cost_entry (
      seq integer primary key autoincrement, id text not null unique, project text not null references project (code),
      period text not null, currency text not null check (currency = 'KZT'), amount_minor integer not null,
      basis text not null check (basis in ('paid', 'accrued')), source text not null,
      corrects text references cost_entry (id), note text, posted_by text not null, posted_at text not null,
      provenance text not null
    ) strict`,
    `create index cost_entry_by_project on cost_entry (project, basis, period)`,
    `create trigger cost_entry_is_not_changed before update on cost_entry
     begin select raise(abort, 'cost_entry is append-only'); end`,
    `create trigger cost_entry_is_not_deleted before delete on cost_entry
     begin select raise(abort, 'cost_entry is append-only'); end`,
    // What stood at a past data date is found by seeking, not by reading a project's whole history.
    `create index progress_entry_as_of on progress_entry (project, item, data_date, version)`,
    `create index percent_history_corrected on percent_history (project, data_date, seq)
     where corrected_from_bp is not null`,
  ],
};
