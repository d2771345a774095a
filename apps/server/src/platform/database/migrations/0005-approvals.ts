import type { Migration } from '../migrate.ts';

const appendOnly = [
  'publishing_rule',
  'pending_entry',
  'entry_decision',
  'baseline_proposal',
  'proposal_decision',
  'percent_history',
];

/**
 * Posts on their way to the public and proposed baseline revisions: what was said, and each step, as rows that are
 * never changed. Who may not take a step is refused by the database itself as well (invariant 4).
 */
export const approvals: Migration = {
  number: 5,
  name: 'approvals',
  statements: [
    `create table publishing_rule (
      seq integer primary key autoincrement, project text not null references project (code),
      rule text not null check (rule in ('posted-by-manager', 'verified-and-approved', 'verified-is-approved')),
      reason text not null, set_by text not null, set_as text not null, set_at text not null
    ) strict`,
    `create table pending_entry (
      id text primary key, project text not null references project (code), item text, content text not null,
      rule text not null, posted_by text not null, posted_name text not null, posted_as text not null,
      posted_at text not null, foreign key (project, item) references plan_item (project, code)
    ) strict`,
    `create index pending_entry_by_project on pending_entry (project, posted_at)`,
    `create table entry_decision (
      seq integer primary key autoincrement, entry text not null references pending_entry (id),
      decision text not null check (decision in ('verified', 'approved', 'rejected', 'superseded')),
      decided_by text not null, decided_name text not null, decided_as text not null, decided_at text not null,
      reason text
    ) strict`,
    `create unique index entry_is_verified_once on entry_decision (entry) where decision = 'verified'`,
    `create unique index entry_ends_once on entry_decision (entry) where decision <> 'verified'`,
    `create trigger entry_is_not_decided_by_its_poster before insert on entry_decision
     when new.decision <> 'superseded'
       and new.decided_by = (select posted_by from pending_entry where id = new.entry)
     begin select raise(abort, 'poster is verifier or approver'); end`,
    `create trigger entry_is_not_approved_by_its_verifier before insert on entry_decision
     when new.decision = 'approved' and exists (
       select 1 from entry_decision
       where entry = new.entry and decision = 'verified' and decided_by = new.decided_by)
     begin select raise(abort, 'verifier is approver'); end`,
    `create trigger entry_is_not_verified_after_its_end before insert on entry_decision
     when exists (select 1 from entry_decision where entry = new.entry and decision <> 'verified')
     begin select raise(abort, 'entry is decided'); end`,
    `create table baseline_proposal (
      id text primary key, project text not null references project (code),
      base_revision integer not null check (base_revision >= 0), reason text not null, content text not null,
      proposed_by text not null, proposed_name text not null, proposed_as text not null, proposed_at text not null
    ) strict`,
    `create index baseline_proposal_by_project on baseline_proposal (project, proposed_at)`,
    `create table proposal_decision (
      proposal text primary key references baseline_proposal (id),
      decision text not null check (decision in ('approved', 'rejected', 'superseded')),
      decided_by text not null, decided_name text not null, decided_as text not null, decided_at text not null,
      reason text
    ) strict, without rowid`,
    `create trigger proposal_is_not_decided_by_its_author before insert on proposal_decision
     when new.decision <> 'superseded'
       and new.decided_by = (select proposed_by from baseline_proposal where id = new.proposal)
     begin select raise(abort, 'author is approver'); end`,
    `alter table baseline_revision add column proposed_as text`,
    `alter table baseline_revision add column approved_as text`,
    `alter table baseline_revision add column content text`,
    `alter table baseline_item add column total real`,
    `alter table progress_entry add column verified_by text`,
    `alter table progress_entry add column verified_as text`,
    `alter table progress_entry add column approved_by text`,
    `alter table progress_entry add column approved_as text`,
    `alter table progress_entry add column published_at text`,
    `alter table item_state add column verified_as text`,
    `alter table item_state add column approved_as text`,
    // A revision moves the percent without a post: from now on a row of the history may have no entry.
    `alter table percent_history rename to percent_history_before`,
    `drop index percent_history_by_project`,
    `drop index percent_history_corrected`,
    `create table percent_history (
      seq integer primary key autoincrement, project text not null references project (code), data_date text not null,
      percent_bp integer not null check (percent_bp between 0 and 10000), baseline_revision integer not null,
      entry text references progress_entry (id), corrected_from_bp integer, correction_reason text
    ) strict`,
    `insert into percent_history
     select seq, project, data_date, percent_bp, baseline_revision, entry, corrected_from_bp, correction_reason
     from percent_history_before order by seq`,
    `drop table percent_history_before`,
    `create index percent_history_by_project on percent_history (project, data_date, seq)`,
    `create index percent_history_corrected on percent_history (project, data_date, seq)
     where corrected_from_bp is not null`,
    ...appendOnly.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
