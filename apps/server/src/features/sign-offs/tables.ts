import type { CorrectionReason, SignAct, SignSlot } from '@sitecast/contract';
import type { Generated } from 'kysely';

/** An item that is reached only by four signatures. */
export interface AcceptanceTable {
  project: string;
  item: string;
  opened_by: string;
  opened_as: string;
  opened_at: string;
}
/** Who signs in a slot; the newest row counts, null is nobody. */
export interface SignAppointmentTable {
  seq: Generated<number>;
  project: string;
  slot: SignSlot;
  person: string | null;
  appointed_by: string;
  appointed_as: string;
  appointed_at: string;
}
/** A signature or its withdrawal; the newest row of a slot says whether it is signed. */
export interface SignOffTable {
  seq: Generated<number>;
  id: string;
  project: string;
  item: string;
  slot: SignSlot;
  act: SignAct;
  person: string;
  signed_as: string;
  at: string;
  reason: CorrectionReason | null;
  note: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    acceptance: AcceptanceTable;
    sign_appointment: SignAppointmentTable;
    sign_off: SignOffTable;
  }
}
