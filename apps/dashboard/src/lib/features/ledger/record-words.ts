import type { FaultReason, LedgerFault, LedgerRecord } from '@sitecast/ledger';
import type { SignSlot } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';
import { slotNames } from '../signoff/slot-names.ts';

const reasons: Record<FaultReason, () => string> = {
  header: m.ledger_why_header,
  unreadable: m.ledger_why_unreadable,
  changed: m.ledger_why_changed,
  foreign: m.ledger_why_foreign,
  missing: m.ledger_why_missing,
  reordered: m.ledger_why_reordered,
  doubled: m.ledger_why_doubled,
  forked: m.ledger_why_forked,
  'wrong-prev': m.ledger_why_wrong_prev,
  replaced: m.ledger_why_replaced,
  rewritten: m.ledger_why_rewritten,
  'bad-signature': m.ledger_why_bad_signature,
  unsigned: m.ledger_why_unsigned,
  'unknown-key': m.ledger_why_unknown_key,
  shortened: m.ledger_why_shortened,
  'bad-timestamp': m.ledger_why_bad_timestamp,
};

/** What does not hold, and why. */
export function toFaultText({ why, n, from }: LedgerFault): { title: string; reason: string } {
  const title =
    n === null
      ? m.ledger_broken_whole()
      : from !== null && from < n
        ? m.ledger_broken_range({ from, n })
        : m.ledger_broken({ n });
  return { title, reason: reasons[why]() };
}

/** What a record tells, in a word or two; a record sealed later is said by what it seals. */
export function toKindText({ kind, body }: LedgerRecord): string {
  switch (kind === 'sealed-later' ? body['of'] : kind) {
    case 'correction':
      return m.ledger_kind_correction();
    case 'milestone-reached':
      return m.ledger_kind_milestone();
    case 'baseline-revision':
      return m.ledger_kind_baseline({ revision: String(body['revision']) });
    case 'evidence':
      return m.ledger_kind_evidence();
    case 'cost-sealed':
      return m.ledger_kind_cost();
    case 'sign-off': {
      const name = slotNames[body['slot'] as SignSlot]?.() ?? String(body['slot']);
      return body['act'] === 'revoked' ? m.signoff_kind_revoked({ slot: name }) : m.signoff_kind({ slot: name });
    }
    case 'key-changed':
      return m.ledger_kind_key();
    default:
      return m.ledger_kind_progress();
  }
}
