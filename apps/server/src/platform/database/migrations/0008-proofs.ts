import type { Migration } from '../migrate.ts';

const appendOnly = ['acceptance', 'sign_appointment', 'sign_off', 'ledger_timestamp'];
const slots = `('customer', 'contractor', 'technical-supervision', 'designer-supervision')`;
const newestAct = `(select act from sign_off where project = new.project and item = new.item and slot = new.slot
  order by seq desc limit 1)`;

/**
 * What a receipt stands on: the time stamps of the ledgers' heads, and the corrections found by seeking. And acceptance acts: which items four signatures accept, who signs in which slot, and each signature and its withdrawal,
 * as rows that are never changed. The database itself refuses a slot signed twice and a person who signs in two.
 */
export const proofs: Migration = {
  number: 8,
  name: 'proofs',
  statements: [
    `create table acceptance (
      project text not null, item text not null, opened_by text not null, opened_as text not null,
      opened_at text not null, primary key (project, item),
      foreign key (project, item) references plan_item (project, code)
    ) strict, without rowid`,
    `create table sign_appointment (
      seq integer primary key autoincrement, project text not null references project (code),
      slot text not null check (slot in ${slots}), person text, appointed_by text not null,
      appointed_as text not null, appointed_at text not null
    ) strict`,
    `create index sign_appointment_by_project on sign_appointment (project, slot, seq)`,
    `create table sign_off (
      seq integer primary key autoincrement, id text not null unique, project text not null, item text not null,
      slot text not null check (slot in ${slots}), act text not null check (act in ('signed', 'revoked')),
      person text not null, signed_as text not null, at text not null, reason text, note text,
      check ((act = 'revoked') = (reason is not null and note is not null)),
      foreign key (project, item) references acceptance (project, item)
    ) strict`,
    `create index sign_off_by_item on sign_off (project, item, slot, seq)`,
    `create trigger slot_is_not_signed_twice before insert on sign_off
     when new.act = 'signed' and ${newestAct} is 'signed'
     begin select raise(abort, 'slot is signed'); end`,
    `create trigger slot_is_revoked_by_its_signer before insert on sign_off
     when new.act = 'revoked' and (${newestAct} is not 'signed' or new.person <> (
       select person from sign_off where project = new.project and item = new.item and slot = new.slot
       order by seq desc limit 1))
     begin select raise(abort, 'slot is not signed by them'); end`,
    `create trigger person_signs_one_slot before insert on sign_off
     when new.act = 'signed' and exists (
       select 1 from sign_off as other where other.project = new.project and other.item = new.item
         and other.slot <> new.slot and other.person = new.person and other.act = 'signed' and other.seq = (
           select max(seq) from sign_off as newest where newest.project = other.project
             and newest.item = other.item and newest.slot = other.slot))
     begin select raise(abort, 'person signs two slots'); end`,
    `create table ledger_timestamp (
      project text not null, n integer not null, hash text not null, at text not null, authority text not null,
      token text not null, primary key (project, n), foreign key (project, n) references ledger_checkpoint (project, n)
    ) strict, without rowid`,
    `create index progress_entry_corrected on progress_entry (project, published_at)
     where correction_reason is not null`,
    `create index percent_history_by_correction on percent_history (entry) where correction_reason is not null`,
    ...appendOnly.flatMap((table) => [
      `create trigger ${table}_is_not_changed before update on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
      `create trigger ${table}_is_not_deleted before delete on ${table}
       begin select raise(abort, '${table} is append-only'); end`,
    ]),
  ],
};
