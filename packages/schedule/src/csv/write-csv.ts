import type { ScheduleExport } from '../schedule-export.ts';
import { csvColumns, dataDateColumn, type CsvColumn } from './columns.ts';
import { guardFormula } from './formula-guard.ts';

const lineEnd = '\r\n';

/** Our own template with a byte order mark, so that spreadsheets read Kazakh and Korean. Formulas are neutralised. */
export function writeCsv(plan: ScheduleExport): string {
  const header = [...csvColumns, dataDateColumn].join(',');
  const rows = plan.items.map((item) => {
    const cells: Record<CsvColumn, string | number | null> = {
      milestone_code: item.code,
      title_kk: item.title.kk ?? null,
      title_ru: item.title.ru ?? null,
      title_en: item.title.en ?? null,
      title_ko: item.title.ko ?? null,
      title_zh: item.title.zh ?? null,
      kind: item.kind,
      weight: item.weight,
      baseline_start: item.start,
      baseline_date: item.finish,
      forecast_date: item.forecast,
      actual_date: item.actual,
      percent: item.percentBp === null ? null : item.percentBp / 100,
      method: item.method,
      done: item.done,
      total: item.total,
      unit: item.unit,
      phase: item.phase,
    };
    return [...csvColumns.map((column) => cells[column]), plan.dataDate].map(toCell).join(',');
  });
  return `\uFEFF${[header, ...rows].join(lineEnd)}${lineEnd}`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : guardFormula(value);
  return /[",;\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
