import type { Problem } from '@sitecast/contract';
import { formatDate, m } from '#lib/i18n/index.ts';
import { isPtzFault, ptzFaultNames } from './words.ts';

/** What a refusal means to the person who posted, in their language. Every code of the contract has its sentence. */
export function toProblemText(problem: Problem): string {
  switch (problem.code) {
    case 'request.invalid':
    case 'request.unparsable':
    case 'idempotency.missing':
    case 'idempotency.reused':
      return m.manage_problem_invalid({ field: problem.field ?? '—' });
    case 'session.wrong-login':
      return m.manage_problem_wrong_login();
    case 'session.required':
      return m.manage_problem_signed_out();
    case 'request.rate':
    case 'clip.busy':
      return m.manage_problem_rate();
    case 'restream.exists':
    case 'record.conflict':
      return m.records_conflict();
    case 'document.unreadable':
      return m.records_unreadable();
    case 'mail.not-possible':
      return m.mail_not_possible();
    case 'import.refused':
      return m.imports_refused_title();
    case 'import.decided':
      return m.imports_problem_decided();
    case 'import.outdated':
      return m.imports_problem_outdated();
    case 'permission.denied':
    case 'request.origin':
    case 'request.host':
    case 'media.held':
    case 'media.too-old':
    case 'clip.masked':
      return m.manage_problem_denied();
    case 'setup.done':
      return m.manage_problem_setup_done();
    case 'invitation.gone':
      return m.manage_problem_invitation_gone();
    case 'person.exists':
      return m.manage_problem_person_exists();
    case 'camera.exists':
      return m.manage_problem_camera_exists();
    case 'camera.source-refused':
      return m.manage_problem_source_refused({ detail: problem.detail ?? problem.fields?.[0]?.message ?? '—' });
    case 'camera.not-moved': {
      const fault = problem.fields?.[0]?.message ?? '';
      return m.ptz_problem_not_moved({ reason: isPtzFault(fault) ? ptzFaultNames[fault]() : m.ptz_fault_refused() });
    }
    case 'camera.turning':
      return m.ptz_problem_turning();
    case 'camera.leaves-public':
      return m.ptz_problem_leaves_public();
    case 'progress.conflict':
      return m.manage_problem_conflict();
    case 'milestone.done':
      return m.manage_problem_milestone_done();
    case 'progress.future':
      return m.manage_problem_future();
    case 'progress.before-data-date':
      return m.manage_problem_before_data_date({ date: toDate(problem.current) });
    case 'progress.falls':
      return m.manage_falls_title();
    case 'progress.evidence':
      return m.plan_photo_needed();
    case 'progress.method':
      return m.manage_problem_method();
    case 'evidence.unreadable':
    case 'request.media-type':
      return m.manage_problem_photo();
    case 'request.too-large':
      return m.manage_problem_too_large();
    case 'recorder.unreachable':
    case 'server.draining':
      return m.manage_problem_recorder();
    case 'storage.full':
      return m.manage_problem_storage();
    case 'ledger.sealing':
      return m.manage_problem_sealing();
    case 'approval.not-found':
      return m.approvals_problem_not_found();
    case 'approval.decided':
      return m.approvals_problem_decided();
    case 'approval.same-person':
      return m.approvals_problem_same_person();
    case 'mask.decided':
      return m.privacy_problem_mask_decided();
    case 'curtain.closed':
      return m.privacy_problem_curtain_closed();
    case 'curtain.lifted':
      return m.privacy_problem_curtain_lifted();
    case 'sign-off.needed':
      return m.signoff_problem_needed();
    case 'sign-off.signed':
      return m.signoff_problem_signed();
    case 'sign-off.unsigned':
      return m.signoff_problem_unsigned();
    case 'sign-off.not-yours':
      return m.signoff_problem_not_yours();
    case 'sign-off.two-slots':
      return m.signoff_problem_two_slots();
    case 'baseline.stale':
      return m.approvals_problem_stale();
    case 'baseline.invalid':
      return m.approvals_problem_plan({ field: problem.field ?? '—' });
    case 'request.not-found':
    case 'request.method':
    case 'project.not-found':
    case 'camera.not-found':
    case 'mask.not-found':
    case 'curtain.not-found':
    case 'milestone.not-found':
    case 'sign-off.not-found':
    case 'evidence.not-found':
    case 'import.not-found':
    case 'document.not-found':
    case 'report.no-printer':
    case 'media.not-found':
    case 'media.range':
    case 'clip.not-found':
    case 'restream.not-found':
    case 'clip.too-long':
      return m.manage_problem_gone();
    case 'server.error':
      return m.manage_problem_server();
  }
}

/** With `progress.before-data-date` the answer holds the date that stands there. */
function toDate(current: unknown): string {
  const date = typeof current === 'object' && current !== null && 'dataDate' in current ? current.dataDate : current;
  return typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) ? formatDate(date) : '—';
}
