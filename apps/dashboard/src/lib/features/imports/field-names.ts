import type { LocalText } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';

/** What a compared field is called. */
export const fieldNames: Readonly<Record<string, () => string>> = {
  title: m.imports_field_title,
  weight: m.imports_field_weight,
  start: m.imports_field_start,
  finish: m.imports_field_finish,
  kind: m.imports_field_kind,
  method: m.imports_field_method,
  unit: m.imports_field_unit,
  total: m.imports_field_total,
  steps: m.imports_field_steps,
  phase: m.plan_field_phase,
};

/** A title of a file as a text of the data; its code where it has none. */
export function toTitle(title: Readonly<Record<string, string>>, code: string): LocalText {
  return { en: code, ...title };
}
