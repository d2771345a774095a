import type { ImportFault, ImportView } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';

interface Inputs {
  field: string;
  value: string;
}

/** What a finding means to the person who uploaded, in their language; every code of the readers has its sentence. */
const sentences: Readonly<Record<string, (inputs: Inputs) => string>> = {
  'file.empty': () => m.imports_fault_file_empty(),
  'file.too-large': () => m.imports_fault_file_too_large(),
  'file.unknown': ({ value }) => m.imports_fault_file_unknown({ value }),
  'file.truncated': ({ field }) => m.imports_fault_file_truncated({ field }),
  'encoding.invalid': ({ value }) => m.imports_fault_encoding_invalid({ value }),
  'xml.doctype': () => m.imports_fault_xml_doctype(),
  'xml.malformed': ({ value }) => m.imports_fault_xml_malformed({ value }),
  'xml.too-deep': ({ value }) => m.imports_fault_xml_too_deep({ value }),
  'limit.tasks': ({ value }) => m.imports_fault_limit_tasks({ value }),
  'limit.nodes': ({ value }) => m.imports_fault_limit_nodes({ value }),
  'limit.time': ({ value }) => m.imports_fault_limit_time({ value }),
  'limit.memory': ({ value }) => m.imports_fault_limit_memory({ value }),
  'csv.quote': ({ value }) => m.imports_fault_csv_quote({ value }),
  'column.missing': ({ field }) => m.imports_fault_column_missing({ field }),
  'column.twice': ({ field }) => m.imports_fault_column_twice({ field }),
  'project.missing': ({ field }) => m.imports_fault_project_missing({ field }),
  'plan.empty': () => m.imports_fault_plan_empty(),
  'code.missing': ({ field }) => m.imports_fault_code_missing({ field }),
  'code.duplicate': ({ field, value }) => m.imports_fault_code_duplicate({ field, value }),
  'number.invalid': ({ field, value }) => m.imports_fault_number_invalid({ field, value }),
  'number.range': ({ field, value }) => m.imports_fault_number_range({ field, value }),
  'percent.range': ({ field, value }) => m.imports_fault_percent_range({ field, value }),
  'date.invalid': ({ field, value }) => m.imports_fault_date_invalid({ field, value }),
  'date.range': ({ field, value }) => m.imports_fault_date_range({ field, value }),
  'duration.invalid': ({ field, value }) => m.imports_fault_duration_invalid({ field, value }),
  'value.unknown': ({ field, value }) => m.imports_fault_value_unknown({ field, value }),
  'wbs.cycle': ({ field }) => m.imports_fault_wbs_cycle({ field }),
  'wbs.unknown': ({ field, value }) => m.imports_fault_wbs_unknown({ field, value }),
  'weights.zero': () => m.imports_fault_weights_zero(),
  'dates.none': () => m.imports_fault_dates_none(),
  'date.needed': ({ field }) => m.imports_fault_date_needed({ field }),
  'actual.future': ({ field, value }) => m.imports_fault_actual_future({ field, value }),
  'actual.order': ({ field, value }) => m.imports_fault_actual_order({ field, value }),
  'encoding.guessed': ({ value }) => m.imports_fault_encoding_guessed({ value }),
  'row.columns': ({ value }) => m.imports_fault_row_columns({ value }),
  'column.unknown': ({ field }) => m.imports_fault_column_unknown({ field }),
  'project.several': ({ value }) => m.imports_fault_project_several({ value }),
  'title.missing': ({ field }) => m.imports_fault_title_missing({ field }),
  'title.shortened': ({ field }) => m.imports_fault_title_shortened({ field }),
  'code.changed': ({ field, value }) => m.imports_fault_code_changed({ field, value }),
  'date.order': ({ field, value }) => m.imports_fault_date_order({ field, value }),
  'date.missing': ({ field }) => m.imports_fault_date_missing({ field }),
  'date.zone': ({ field, value }) => m.imports_fault_date_zone({ field, value }),
  'data-date.missing': ({ value }) => m.imports_fault_data_date_missing({ value }),
  'actual.missing': ({ field }) => m.imports_fault_actual_missing({ field }),
  'percent.unfinished': ({ field }) => m.imports_fault_percent_unfinished({ field }),
  'weights.sum': ({ value }) => m.imports_fault_weights_sum({ value }),
  'weights.derived': ({ value }) => m.imports_fault_weights_derived({ value: sayBasis(value) }),
  'task.skipped': ({ value }) => m.imports_fault_task_skipped({ value }),
  'task.inactive': ({ value }) => m.imports_fault_task_inactive({ value }),
  'plan.condensed': ({ field, value }) => m.imports_fault_plan_condensed({ field, value }),
  'method.kept': ({ field, value }) => m.imports_fault_method_kept({ field, value }),
  'calendar.unread': ({ field }) => m.plan_fault_calendar_unread({ field }),
  'calendar.rule': ({ field }) => m.plan_fault_calendar_rule({ field }),
  'progress.kept': ({ field, value }) => m.plan_fault_progress_kept({ field, value }),
  'date.kept': ({ field, value }) => m.imports_fault_date_kept({ field, value }),
};

/** A code that a newer server found is said as what it is. */
export function toFaultText({ code, field, value }: ImportFault): string {
  const say = sentences[code];
  return say ? say({ field: field ?? '—', value: value ?? '—' }) : m.imports_fault_other({ value: code });
}

const bases: Readonly<Record<ImportView['weightBasis'], () => string>> = {
  agreed: m.imports_basis_agreed,
  cost: m.imports_basis_cost,
  hours: m.imports_basis_hours,
  duration: m.imports_basis_duration,
};

/** What the weights are made of. */
export function sayBasis(basis: string): string {
  return (bases as Readonly<Record<string, () => string>>)[basis]?.() ?? basis;
}
