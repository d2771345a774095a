import type { EntryView, Role } from '@sitecast/contract';
import { can } from '@sitecast/contract/permissions';

/** What a person may do with a waiting post now. The server decides; this is what a page offers. */
export interface NextStep {
  /** null: not this person. */
  forward: 'verify' | 'approve' | null;
  mayReject: boolean;
  /** Why not, where the person's role alone would do. */
  own: 'posted' | 'verified' | null;
}

/** The step that waits for this person (invariant 4: poster, verifier and approver are three). */
export function findNextStep(entry: EntryView, person: { id: string; role: Role }): NextStep {
  const isOpen = entry.state === 'draft' || entry.state === 'verified';
  const mayApprove = can(person.role, 'entry.approve');
  if (!isOpen || !can(person.role, 'entry.reject')) return { forward: null, mayReject: false, own: null };
  if (entry.posted.by.id === person.id) return { forward: null, mayReject: false, own: 'posted' };
  const isMerged = entry.rule === 'verified-is-approved';
  if (entry.state === 'draft') {
    const forward = can(person.role, 'entry.verify') ? 'verify' : isMerged ? 'approve' : null;
    return { forward, mayReject: true, own: null };
  }
  if (!mayApprove) return { forward: null, mayReject: true, own: null };
  if (entry.verified?.by.id === person.id) return { forward: null, mayReject: true, own: 'verified' };
  return { forward: 'approve', mayReject: true, own: null };
}
