import type { Migration } from '../migrate.ts';

const appendOnly = ['project_change', 'document_version', 'document_withdrawal', 'report_issue'];

export const records: Migration = {
  number: 9,
  name: 'records',
  statements: [
    `alter table project add column version integer not null default 1`,
    `alter table project add column funding_provenance text`,
    `alter table project add column dates text not null default '[]'`,
    `alter table party add column since text`,
    `alter table party add column until text`,
    `create table project_change (
      project text not null references project (code), version integer not null, changed_by text not null,
      changed_at text not null, note text not null, fields text not null, before text not null, after text not null,
      primary key (project, version)
    ) strict, without rowid`,
    `create table document (
      id text primary key, project text not null references project (code), added_at text not null
    ) strict`,
    `create index document_by_project on document (project)`,
    `create table document_version (
      document text not null references document (id), version integer not null check (version > 0),
      sha256 text not null, bytes integer not null, media_type text not null, file_name text not null,
      title text not null, kind text not null, visibility text not null check (visibility in ('public', 'investor', 'team')),
      provenance text not null, uploaded_by text not null, uploaded_at text not null, primary key (document, version)
    ) strict, without rowid`,
    `create index document_version_by_sha256 on document_version (sha256)`,
    `create table document_withdrawal (
      document text primary key references document (id), withdrawn_by text not null, withdrawn_at text not null
    ) strict, without rowid`,
    `create table report_issue (
      project text not null references project (code), month text not null, costs integer not null check (costs in (0, 1)),
      hash text not null, issued_at text not null, primary key (project, month, costs)
    ) strict, without rowid`,
    `create table report_subscription (
      principal text not null references principal (id), project text not null references project (code),
      language text not null, subscribed_at text not null, primary key (principal, project)
    ) strict, without rowid`,
    // What was sent stays, also after the subscription: it is what keeps a report from being sent twice.
    `create table mail_outbox (
      id text primary key, project text not null references project (code), principal text not null references principal (id),
      month text not null, language text not null,
      state text not null check (state in ('waiting', 'handing-over', 'sent', 'unconfirmed', 'refused', 'dropped')),
      attempts integer not null default 0, next_at text not null, fault text, created_at text not null, settled_at text,
      unique (project, month, principal)
    ) strict`,
    `create index mail_outbox_waiting on mail_outbox (next_at) where state = 'waiting'`,
    ...appendOnly.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
