import type {
  Certainty,
  CorrectionReason,
  Funding,
  MilestoneKind,
  MilestoneState,
  NoticeKind,
  PartyRole,
  ProgressMethod,
  ProjectCategory,
  ProjectStatus,
  Qualifier,
} from '@sitecast/contract';
import * as m from './generated/messages.js';
import { getLocale } from './locale.ts';
import { formatNumber } from './numbers.ts';

/** A word of the contract's closed lists in the reader's language. A list that grows does not compile until it is said. */
type Words<Word extends string> = Record<Word, () => string>;

export const statusWords: Words<ProjectStatus> = {
  announced: m.ui_status_announced,
  planned: m.ui_status_planned,
  'under-construction': m.ui_status_building,
  paused: m.ui_status_paused,
  cancelled: m.ui_status_cancelled,
  completed: m.ui_status_completed,
};

export const categoryWords: Words<ProjectCategory> = {
  culture: m.ui_category_culture,
  business: m.ui_category_business,
  landmark: m.ui_category_landmark,
  industry: m.ui_category_industry,
  housing: m.ui_category_housing,
  school: m.ui_category_school,
  hospital: m.ui_category_hospital,
  park: m.ui_category_park,
  tourism: m.ui_category_tourism,
  infrastructure: m.ui_category_infrastructure,
};

export const fundingWords: Words<Funding> = {
  private: m.ui_funding_private,
  state: m.ui_funding_state,
  mixed: m.ui_funding_mixed,
};

export const partyRoleWords: Words<PartyRole> = {
  initiator: m.ui_role_initiator,
  developer: m.ui_role_developer,
  contractor: m.ui_role_contractor,
  designer: m.ui_role_designer,
  'technical-supervision': m.ui_role_technical_supervision,
  'designer-supervision': m.ui_role_designer_supervision,
  investor: m.ui_role_investor,
  consultant: m.ui_role_consultant,
};

export const certaintyWords: Words<Certainty> = {
  expected: m.ui_certainty_expected,
  agreed: m.ui_certainty_agreed,
  contracted: m.ui_certainty_contracted,
};

export const milestoneStateWords: Words<MilestoneState> = {
  planned: m.ui_state_planned,
  'in-progress': m.ui_state_in_progress,
  'awaiting-acceptance': m.ui_state_awaiting,
  done: m.ui_state_done,
  cancelled: m.ui_state_cancelled,
};

export const milestoneKindWords: Words<MilestoneKind> = {
  contractual: m.ui_kind_contractual,
  payment: m.ui_kind_payment,
  'phase-gate': m.ui_kind_phase_gate,
  regulatory: m.ui_kind_regulatory,
  interface: m.ui_kind_interface,
  public: m.ui_kind_public,
};

export const methodWords: Words<ProgressMethod> = {
  units: m.ui_method_units,
  steps: m.ui_method_steps,
  'start-finish': m.ui_method_start_finish,
  estimate: m.ui_method_estimate,
  'cost-ratio': m.ui_method_cost_ratio,
  'time-ratio': m.ui_method_time_ratio,
  'weighted-units': m.ui_method_weighted_units,
  none: m.ui_method_none,
};

export const noticeWords: Words<NoticeKind> = {
  incident: m.ui_notice_incident,
  delay: m.ui_notice_delay,
  maintenance: m.ui_notice_maintenance,
  news: m.ui_notice_news,
};

export const correctionWords: Words<CorrectionReason> = {
  rework: m.ui_reason_rework,
  'wrong-count': m.ui_reason_wrong_count,
  scope: m.ui_reason_scope,
};

const qualifierWords: Words<Exclude<Qualifier, 'exact'>> = {
  about: m.ui_qualifier_about,
  'up-to': m.ui_qualifier_up_to,
  'more-than': m.ui_qualifier_more_than,
};

/** A qualified figure in the parts it is set in. The order is the language's own. */
export interface QualifiedFigure {
  before: string;
  value: string;
  unit: string;
  after: string;
}

const cyrillicUnits: Record<string, string> = { 'm²': 'м²', ha: 'га', km: 'км', 'km²': 'км²' };

/**
 * A qualifier, its value and its unit: `up to 2,000,000`, `4 000 000-нан астам`. In Kazakh the word before `дейін` and
 * `астам` takes an ending: that of the unit's name, else that of `мың` and `миллион`.
 */
export function splitQualified(qualifier: Qualifier, value: number, unit = ''): QualifiedFigure {
  const locale = getLocale();
  const isCyrillic = locale === 'kk' || locale === 'ru';
  const shown = unit === '' ? '' : `\u00A0${isCyrillic ? (cyrillicUnits[unit] ?? unit) : unit}`;
  const said = { before: '', value: formatNumber(value, 2), unit: shown, after: '' };
  if (qualifier === 'exact') return said;
  const word = qualifierWords[qualifier]();
  if (locale === 'kk' && qualifier !== 'about') {
    const ending = unit === '' ? { 'up-to': '-ға', 'more-than': '-нан' } : { 'up-to': '-ге', 'more-than': '-ден' };
    const stem = unit === '' ? 'value' : 'unit';
    return { ...said, [stem]: said[stem] + ending[qualifier], after: word };
  }
  return locale === 'ko' && qualifier === 'more-than' ? { ...said, after: word } : { ...said, before: word };
}
