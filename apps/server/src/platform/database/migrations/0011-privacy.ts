import type { Migration } from '../migrate.ts';

/** Everything that was recorded: what of it may be public is said beside it. */
const always = '[{"from":"2000-01-01T00:00:00.000Z","to":null,"masked":false}]';
const system = '{"id":"system","name":"Sitecast","role":"administrator"}';

export const privacy: Migration = {
  number: 11,
  name: 'privacy',
  statements: [
    `create table camera_mask (
      seq integer primary key autoincrement, camera text not null, version integer not null, polygons text not null,
      state text not null check (state in ('proposed', 'approved', 'rejected', 'superseded')), note text,
      proposed_by text not null, proposed_at text not null, decided_by text, decided_at text, decided_note text,
      alone integer not null check (alone in (0, 1)), earlier integer not null check (earlier in (0, 1)),
      unique (camera, version)
    ) strict`,
    `create trigger camera_mask_is_not_redrawn before update on camera_mask
     when new.polygons <> old.polygons or new.version <> old.version or new.camera <> old.camera
     begin select raise(abort, 'a mask is not redrawn: propose the next version'); end`,
    `create trigger camera_mask_is_not_deleted before delete on camera_mask
     begin select raise(abort, 'camera_mask is append-only'); end`,
    `create table curtain (
      seq integer primary key autoincrement, id text not null unique,
      scope text not null check (scope in ('programme', 'project', 'camera')), code text not null, project text,
      cameras text not null, hidden_from text not null, closed_by text not null, closed_at text not null,
      reason text not null, lifted_by text, lifted_at text, lift_reason text,
      alone integer not null check (alone in (0, 1))
    ) strict`,
    `create unique index curtain_is_closed_once on curtain (scope, code) where lifted_at is null`,
    `create trigger curtain_is_lifted_once before update on curtain when old.lifted_at is not null
     begin select raise(abort, 'a lifted curtain is not changed'); end`,
    `create trigger curtain_is_not_deleted before delete on curtain
     begin select raise(abort, 'curtain is append-only'); end`,
    `alter table camera add column mask_version integer`,
    `alter table camera add column mask text`,
    `alter table camera add column mask_proposed integer`,
    `alter table camera add column spans text not null default '[]'`,
    `alter table camera add column curtain text`,
    `alter table camera add column curtain_scope text`,
    `alter table camera add column curtain_at text`,
    `alter table camera add column schedule text`,
    `alter table camera add column maintenance_at text`,
    `alter table camera add column maintenance_until text`,
    `alter table camera add column maintenance_note text`,
    // What was public before masks were reviewed was looked at by whoever published it, and stays so.
    `insert into camera_mask (camera, version, polygons, state, note, proposed_by, proposed_at, decided_by, decided_at,
       alone, earlier)
     select id, 1, '[]', 'approved', 'Published before masks were reviewed.', '${system}', created_at, '${system}',
       created_at, 1, 1 from camera where published = 1`,
    `update camera set mask_version = 1, mask = '[]', spans = '${always}' where published = 1`,
  ],
};
