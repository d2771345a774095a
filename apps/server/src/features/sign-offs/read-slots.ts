import { signSlots, type SignSlot, type SignSlotView } from '@sitecast/contract';
import { sql } from 'kysely';
import type { Reader } from '../../platform/store.ts';

/** The four slots of each acceptance act of a project, by item; `item` null is all of them. Roles, never names. */
export async function readSlots(
  db: Reader,
  project: string,
  item: string | null = null,
): Promise<Map<string, SignSlotView[]>> {
  const opened = await db
    .selectFrom('acceptance')
    .select('item')
    .where('project', '=', project)
    .$if(item !== null, (query) => query.where('item', '=', item ?? ''))
    .execute();
  if (opened.length === 0) return new Map();
  const acts = await db
    .selectFrom('sign_off as sign')
    .leftJoin('ledger_record as record', (join) =>
      join.onRef('record.project', '=', 'sign.project').on('record.subject', '=', sql`'sign-off:' || sign.id`),
    )
    .select(['sign.item', 'sign.slot', 'sign.act', 'sign.at', 'sign.signed_as', 'sign.reason', 'sign.note', 'record.n'])
    .where('sign.project', '=', project)
    .orderBy('sign.seq')
    .execute();
  const toSlot = (code: string, slot: SignSlot): SignSlotView => {
    const own = acts.filter((act) => act.item === code && act.slot === slot);
    const last = own.at(-1);
    return {
      slot,
      signedAt: last?.act === 'signed' ? last.at : null,
      acts: own.map(({ act, at, signed_as: as, reason, note, n }) => ({ act, at, as, reason, note, record: n })),
    };
  };
  return new Map(opened.map((row) => [row.item, signSlots.map((slot) => toSlot(row.item, slot))]));
}

/** Whether all four have signed; null: the item is no acceptance act. */
export async function isAccepted(db: Reader, project: string, item: string): Promise<boolean | null> {
  const slots = (await readSlots(db, project, item)).get(item);
  return slots ? slots.every((slot) => slot.signedAt !== null) : null;
}

export interface Signature {
  slot: SignSlot;
  person: string;
  signedAs: string;
  at: string;
}

/** Who has signed, as it stands; for the server alone. */
export async function readSignatures(db: Reader, project: string, item: string): Promise<Signature[]> {
  const rows = await db
    .selectFrom('sign_off')
    .selectAll()
    .where('project', '=', project)
    .where('item', '=', item)
    .orderBy('seq')
    .execute();
  return signSlots.flatMap((slot) => {
    const last = rows.filter((row) => row.slot === slot).at(-1);
    return last?.act === 'signed' ? [{ slot, person: last.person, signedAs: last.signed_as, at: last.at }] : [];
  });
}
