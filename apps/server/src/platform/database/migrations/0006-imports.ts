import type { Migration } from '../migrate.ts';

export const imports: Migration = {
  number: 6,
  name: 'imports',
  statements: [
    `create table import_batch (
      seq integer primary key autoincrement, id text not null unique, project text not null references project (code),
      state text not null check (state in ('proposed', 'accepted', 'rejected')), format text not null, tool text,
      file_name text not null, sha256 text not null, bytes integer not null, source_project text, data_date text,
      based_on_revision integer, weight_basis text not null, activities integer not null, percent_in_file_bp integer,
      items text not null, curve text not null, difference text not null, warnings text not null,
      warning_count integer not null, percent_before_bp integer, percent_after_bp integer,
      uploaded_by text not null, uploaded_at text not null, decided_by text, decided_at text, reason text,
      proposal text references baseline_proposal (id)
    ) strict`,
    `create index import_batch_by_project on import_batch (project, seq)`,
    `create trigger import_batch_is_decided_once before update on import_batch when old.state <> 'proposed'
     begin select raise(abort, 'a decided import is not changed'); end`,
    `create trigger import_batch_is_not_deleted before delete on import_batch
     begin select raise(abort, 'import_batch is append-only'); end`,
  ],
};
