import type { Migration } from '../migrate.ts';

export const foundation: Migration = {
  number: 1,
  name: 'foundation',
  statements: [
    `create table event (
      seq integer primary key autoincrement,
      at text not null,
      audience text not null check (audience in ('public', 'investor', 'manage')),
      project text not null,
      type text not null,
      payload text not null
    ) strict`,
    `create index event_by_project on event (project, audience, seq)`,
    `create table audit (
      seq integer primary key autoincrement,
      at text not null,
      actor text not null,
      action text not null,
      entity text not null,
      entity_id text not null,
      request_id text,
      detail text not null
    ) strict`,
    `create trigger audit_is_not_changed before update on audit begin select raise(abort, 'audit is append-only'); end`,
    `create trigger audit_is_not_deleted before delete on audit begin select raise(abort, 'audit is append-only'); end`,
    `create table idempotency (
      principal text not null,
      key text not null,
      request_hash text not null,
      status integer not null,
      answer text not null,
      at text not null,
      primary key (principal, key)
    ) strict, without rowid`,
    `create table setting (name text primary key, value text not null) strict, without rowid`,
    `create table principal (
      id text primary key,
      kind text not null check (kind in ('person', 'display', 'token')),
      name text not null,
      role text not null,
      projects text,
      login text unique,
      password text,
      disabled_at text,
      created_at text not null
    ) strict`,
    `create table credential (
      hash text primary key,
      kind text not null check (kind in ('session', 'token', 'invitation', 'setup')),
      principal text references principal (id),
      created_at text not null,
      expires_at text,
      last_used_at text
    ) strict`,
    `create index credential_by_principal on credential (principal)`,
    `create table camera (
      id text primary key,
      project text not null,
      name text not null,
      direction text,
      published integer not null check (published in (0, 1)),
      held_reason text,
      held_at text,
      retention_days integer not null,
      delay_s integer not null,
      position integer not null,
      provenance text not null,
      version integer not null,
      created_at text not null,
      removed_at text
    ) strict`,
    `create index camera_by_project on camera (project, position)`,
  ],
};
