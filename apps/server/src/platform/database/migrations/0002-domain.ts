import type { Migration } from '../migrate.ts';

/** Tables of which no row is ever changed or deleted, only superseded by a later one (INV3). */
const appendOnly = [
  'baseline_revision',
  'baseline_item',
  'plan_point',
  'progress_entry',
  'percent_history',
  'project_cost',
];

export const domain: Migration = {
  number: 2,
  name: 'domain',
  statements: [
    `create table programme (
      code text primary key, name text not null, description text not null, zone text not null,
      provenance text not null
    ) strict`,
    `create table district (
      code text primary key, programme text not null references programme (code), position integer not null,
      name text not null, theme text not null, provenance text not null
    ) strict`,
    `create table project (
      code text primary key, programme text not null references programme (code),
      district text references district (code), district_disputed integer not null check (district_disputed in (0, 1)),
      position integer not null, name text not null, description text not null, category text not null,
      funding text not null, status text not null, zone text not null, area_m2 real,
      roll_up_weight integer not null check (roll_up_weight >= 0), weight_basis text not null, provenance text not null
    ) strict`,
    `create table party (
      project text not null references project (code), position integer not null, name text not null,
      role text not null, certainty text not null, provenance text not null, primary key (project, position)
    ) strict, without rowid`,
    `create table fact (
      project text not null references project (code), position integer not null, text text not null,
      provenance text not null, primary key (project, position)
    ) strict, without rowid`,
    `create table target (
      programme text not null references programme (code), metric text not null, position integer not null,
      title text not null, unit text not null, primary key (programme, metric)
    ) strict, without rowid`,
    `create table target_value (
      programme text not null, metric text not null, position integer not null, qualifier text not null,
      value real not null, horizon text not null, provenance text not null,
      primary key (programme, metric, position), foreign key (programme, metric) references target (programme, metric)
    ) strict, without rowid`,
    `create table programme_milestone (
      programme text not null references programme (code), position integer not null, title text not null,
      date text not null, done integer not null check (done in (0, 1)), provenance text not null,
      primary key (programme, position)
    ) strict, without rowid`,
    `create table baseline_revision (
      project text not null references project (code), revision integer not null check (revision > 0),
      reason text not null, approved_by text not null, approved_at text not null, hash text not null,
      provenance text not null, primary key (project, revision)
    ) strict, without rowid`,
    `create table plan_point (
      project text not null, revision integer not null, date text not null,
      planned_bp integer not null check (planned_bp between 0 and 10000), primary key (project, revision, date),
      foreign key (project, revision) references baseline_revision (project, revision)
    ) strict, without rowid`,
    `create table plan_item (
      project text not null references project (code), code text not null, position integer not null,
      title text not null, kind text not null, method text not null, unit text, steps text not null,
      start_credit_bp integer not null check (start_credit_bp between 0 and 10000), provenance text not null,
      primary key (project, code)
    ) strict, without rowid`,
    `create table baseline_item (
      project text not null, revision integer not null, code text not null,
      weight integer not null check (weight >= 0), baseline text, cancelled integer not null check (cancelled in (0, 1)),
      primary key (project, revision, code), foreign key (project, code) references plan_item (project, code),
      foreign key (project, revision) references baseline_revision (project, revision)
    ) strict, without rowid`,
    `create table item_state (
      project text not null, code text not null, version integer not null, state text not null, measurement text,
      percent_bp integer check (percent_bp between 0 and 10000), data_date text, forecast text, actual text,
      reached_at text, note text, evidence text not null, posted_by text, posted_at text,
      primary key (project, code), foreign key (project, code) references plan_item (project, code)
    ) strict, without rowid`,
    `create table progress_entry (
      id text primary key, project text not null, item text not null, version integer not null,
      data_date text not null, method text not null, measurement text, percent_bp integer, before text,
      correction_reason text, correction_note text, actual text, note text, evidence text not null,
      posted_by text not null, posted_as text not null, posted_at text not null,
      unique (project, item, version), foreign key (project, item) references plan_item (project, code)
    ) strict`,
    `create table percent_history (
      seq integer primary key autoincrement, project text not null references project (code), data_date text not null,
      percent_bp integer not null check (percent_bp between 0 and 10000), baseline_revision integer not null,
      entry text not null references progress_entry (id), corrected_from_bp integer, correction_reason text
    ) strict`,
    `create index percent_history_by_project on percent_history (project, data_date, seq)`,
    `create table project_cost (
      seq integer primary key autoincrement, project text not null references project (code), counted_on text not null,
      currency text not null check (currency = 'KZT'), budget_minor integer not null, actual_cost_minor integer,
      provenance text not null
    ) strict`,
    `create table notice (
      id text primary key, project text references project (code), kind text not null, text text not null,
      from_at text not null, to_at text, posted_by text not null, provenance text not null
    ) strict`,
    `create index notice_by_project on notice (project, from_at)`,
    `create table evidence (
      id text primary key, project text not null references project (code), sha256 text not null,
      bytes integer not null, media_type text not null, width integer not null, height integer not null,
      taken_at text, credit text, uploaded_by text not null, uploaded_at text not null, attached_at text
    ) strict`,
    `create index evidence_by_sha256 on evidence (sha256)`,
    `create table channel (
      code text primary key, project text not null references project (code), allowed_origins text not null
    ) strict, without rowid`,
    ...appendOnly.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
