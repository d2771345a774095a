import type { Generated } from 'kysely';

/**
 * All tables. Those of the platform are here; each feature adds its own in its `tables.ts`:
 * `declare module '../../platform/database/tables.ts' { interface Database { person: PersonTable } }`.
 * Instants are text (UTC with milliseconds), local dates `YYYY-MM-DD`, JSON is text, booleans are 0 and 1.
 */
export interface Database {
  migration: MigrationTable;
  event: EventTable;
  audit: AuditTable;
  idempotency: IdempotencyTable;
  setting: SettingTable;
}

export interface MigrationTable {
  number: number;
  name: string;
  checksum: string;
  applied_at: string;
}

/** The event log, which is the bus. */
export interface EventTable {
  seq: Generated<number>;
  at: string;
  /** The narrowest audience that may see it: `public` reaches all, `investor` investors and managers. */
  audience: string;
  project: string;
  type: string;
  payload: string;
}

/** Who did what, append-only. */
export interface AuditTable {
  seq: Generated<number>;
  at: string;
  /** A principal's id; `system` for what the server does by itself; `visitor` before anyone is signed in. */
  actor: string;
  action: string;
  entity: string;
  entity_id: string;
  request_id: string | null;
  detail: string;
}

/** What was acknowledged under which key (IDEM1–IDEM4). */
export interface IdempotencyTable {
  principal: string;
  key: string;
  request_hash: string;
  status: number;
  answer: string;
  at: string;
}

/** Single values, such as the moment the demo was made. */
export interface SettingTable {
  name: string;
  value: string;
}
