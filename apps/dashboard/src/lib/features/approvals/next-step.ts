import type { EntryView, Role } from '@sitecast/contract';

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
  const isJudge = person.role === 'verifier' || person.role === 'owner';
  if (!isOpen || !isJudge) return { forward: null, mayReject: false, own: null };
  if (entry.posted.by.id === person.id) return { forward: null, mayReject: false, own: 'posted' };
  const isMerged = entry.rule === 'verified-is-approved';
  if (entry.state === 'draft') {
    const forward = person.role === 'verifier' ? 'verify' : isMerged ? 'approve' : null;
    return { forward, mayReject: true, own: null };
  }
  if (person.role !== 'owner') return { forward: null, mayReject: true, own: null };
  if (entry.verified?.by.id === person.id) return { forward: null, mayReject: true, own: 'verified' };
  return { forward: 'approve', mayReject: true, own: null };
}
