import type {
  CameraState,
  MilestoneKind,
  NoticeKind,
  PtzFault,
  Role,
  SourceFault,
  SourceKind,
} from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';
import type { MarkShape, MarkTone } from '#lib/ui/Mark.svelte';

/** The closed words of the contract as managers read them. */
export const roleNames: Record<Role, () => string> = {
  public: m.manage_role_public,
  display: m.manage_role_display,
  investor: m.manage_role_investor,
  'project-manager': m.manage_role_project_manager,
  verifier: m.approvals_role_verifier,
  owner: m.approvals_role_owner,
  administrator: m.manage_role_administrator,
};

export const milestoneKindNames: Record<MilestoneKind, () => string> = {
  contractual: m.manage_kind_contractual,
  payment: m.manage_kind_payment,
  'phase-gate': m.manage_kind_phase_gate,
  regulatory: m.manage_kind_regulatory,
  interface: m.manage_kind_interface,
  public: m.manage_kind_public,
};

export const noticeKindNames: Record<NoticeKind, () => string> = {
  incident: m.manage_notice_incident,
  delay: m.manage_notice_delay,
  maintenance: m.manage_notice_maintenance,
  news: m.manage_notice_news,
};

export const sourceKindNames: Record<SourceKind, () => string> = {
  rtsp: m.manage_source_rtsp,
  hls: m.manage_source_hls,
  rtmp: m.manage_source_rtmp,
  srt: m.manage_source_srt,
  whip: m.manage_source_whip,
  site: m.manage_source_site,
  mjpeg: m.manage_source_mjpeg,
  jpeg: m.manage_source_jpeg,
  file: m.manage_source_file,
};

/** What the recorder says of a camera; what a page may call live is another matter (LIVE2). */
export const stateNames: Record<CameraState, () => string> = {
  starting: m.manage_state_starting,
  live: m.manage_state_live,
  stalled: m.manage_state_stalled,
  frozen: m.manage_state_frozen,
  dark: m.manage_state_dark,
  obscured: m.manage_state_obscured,
  moved: m.manage_state_moved,
  asleep: m.manage_state_asleep,
  maintenance: m.manage_state_maintenance,
  offline: m.manage_state_offline,
  held: m.manage_state_held,
  unknown: m.manage_state_unknown,
};

/** Their shapes: a dot while pictures come, bars where somebody stopped it, a cross where something is wrong. */
export const stateLooks: Record<CameraState, { shape: MarkShape; tone: MarkTone }> = {
  starting: { shape: 'ring', tone: 'muted' },
  live: { shape: 'dot', tone: 'accent' },
  stalled: { shape: 'cross', tone: 'red' },
  frozen: { shape: 'cross', tone: 'red' },
  dark: { shape: 'cross', tone: 'red' },
  obscured: { shape: 'cross', tone: 'red' },
  moved: { shape: 'cross', tone: 'red' },
  asleep: { shape: 'bars', tone: 'muted' },
  maintenance: { shape: 'bars', tone: 'muted' },
  offline: { shape: 'cross', tone: 'red' },
  held: { shape: 'bars', tone: 'red' },
  unknown: { shape: 'ring', tone: 'muted' },
};

export const faultNames: Record<SourceFault, () => string> = {
  unreachable: m.manage_fault_unreachable,
  refused: m.manage_fault_refused,
  'wrong-password': m.manage_fault_wrong_password,
  'not-found': m.manage_fault_not_found,
  redirected: m.manage_fault_redirected,
  'no-video': m.manage_fault_no_video,
  'codec-unsupported': m.manage_fault_codec,
  silent: m.manage_fault_silent,
  ended: m.manage_fault_ended,
  'ffmpeg-failed': m.manage_fault_failed,
  'keyframes-too-far-apart': m.manage_fault_keyframes,
};

/** Why a camera did not turn, or could not be asked. */
export const ptzFaultNames: Record<PtzFault, () => string> = {
  unreachable: m.ptz_fault_unreachable,
  refused: m.ptz_fault_refused,
  'wrong-password': m.ptz_fault_wrong_password,
  'not-found': m.ptz_fault_not_found,
  redirected: m.ptz_fault_redirected,
  silent: m.ptz_fault_silent,
  unreadable: m.ptz_fault_unreadable,
  'no-ptz': m.ptz_fault_no_ptz,
  'no-preset': m.ptz_fault_no_preset,
};

export const isPtzFault = (word: string): word is PtzFault => word in ptzFaultNames;

export const isFault = (word: string): word is SourceFault => word in faultNames;
