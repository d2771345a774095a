import { milestoneKinds, progressMethods } from '@sitecast/contract/words';
import { ScheduleStop, type FaultList } from '../fault.ts';
import type { ScheduleLimits } from '../limits.ts';
import { noRelations } from '../network.ts';
import { createActivity, type Plan, type PlanActivity, type PlanTitle } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount, parsePercent, type NumberSigns } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { csvColumns, dataDateColumn, type CsvColumn } from './columns.ts';
import { readCsvRows, type CsvRow } from './csv-rows.ts';
import { isGuarded } from './formula-guard.ts';

const titleColumns = { kk: 'title_kk', ru: 'title_ru', en: 'title_en', ko: 'title_ko', zh: 'title_zh' } as const;

/** Reads our own template: `;` or `,` between cells, a comma or a point in numbers, ISO days only. */
export function readCsv(text: string, limits: ScheduleLimits, faults: FaultList): Plan {
  const headerLine = text.slice(0, 4_000).split(/\r?\n/, 1)[0] ?? '';
  const separator = headerLine.includes(';') ? ';' : headerLine.includes('\t') ? '\t' : ',';
  const rows = readCsvRows(text, separator, limits.tasks + 1);
  const [header, ...body] = rows;
  if (!header) throw new ScheduleStop('file.empty');
  const columns = readHeader(header, faults);
  const plan: Plan = {
    format: 'csv',
    tool: null,
    project: { code: null, title: null, currency: null },
    dataDate: null,
    calendars: [],
    relations: noRelations(),
    wbs: [],
    activities: [],
  };
  for (const row of body) {
    if (row.cells.length > header.cells.length) {
      faults.warn('row.columns', { line: row.line, value: String(row.cells.length) });
    }
    const reader = new CsvReader(row, columns, faults);
    plan.activities.push(reader.readActivity());
    plan.dataDate ??= reader.readDay(dataDateColumn);
  }
  return plan;
}

type Columns = ReadonlyMap<CsvColumn | typeof dataDateColumn, number>;

function readHeader(header: CsvRow, faults: FaultList): Columns {
  const known: readonly string[] = [...csvColumns, dataDateColumn];
  const columns = new Map<CsvColumn | typeof dataDateColumn, number>();
  for (const [index, cell] of header.cells.entries()) {
    const name = cell.trim().toLowerCase();
    if (name === '') continue;
    if (!known.includes(name)) faults.warn('column.unknown', { line: header.line, field: cell.trim() });
    else if (columns.has(name as CsvColumn)) {
      throw new ScheduleStop('column.twice', { line: header.line, field: name });
    } else columns.set(name as CsvColumn, index);
  }
  for (const needed of ['milestone_code', 'weight'] as const) {
    if (!columns.has(needed)) throw new ScheduleStop('column.missing', { line: header.line, field: needed });
  }
  return columns;
}

class CsvReader {
  readonly #row: CsvRow;
  readonly #columns: Columns;
  readonly #faults: FaultList;

  constructor(row: CsvRow, columns: Columns, faults: FaultList) {
    this.#row = row;
    this.#columns = columns;
    this.#faults = faults;
  }

  readActivity(): PlanActivity {
    const activity = createActivity(cleanTitle(this.#cell('milestone_code')), this.#row.line);
    activity.title = this.#readTitle();
    activity.milestoneKind = this.#readWord('kind', milestoneKinds);
    activity.method = this.#readWord('method', progressMethods);
    activity.weight = this.#readAmount('weight') ?? 0;
    activity.baselineStart = this.readDay('baseline_start');
    activity.baselineFinish = this.readDay('baseline_date');
    activity.forecastFinish = this.readDay('forecast_date');
    activity.actualFinish = this.readDay('actual_date');
    activity.done = this.#readAmount('done');
    activity.total = this.#readAmount('total');
    activity.unit = cleanTitle(this.#cell('unit')).slice(0, 40) || null;
    activity.phase = cleanTitle(this.#cell('phase')).slice(0, 80) || null;
    activity.percentBp = this.#readPercent();
    activity.isComplete = activity.actualFinish !== null;
    if (activity.baselineStart === null) activity.kind = 'finish-milestone';
    return activity;
  }

  readDay(column: CsvColumn | typeof dataDateColumn): string | null {
    return parseDay(this.#cell(column), this.#place(column), this.#faults);
  }

  #cell(column: CsvColumn | typeof dataDateColumn): string {
    const index = this.#columns.get(column);
    const cell = index === undefined ? '' : (this.#row.cells[index] ?? '').trim();
    // Our own export writes an apostrophe before what a spreadsheet would take for a formula.
    return isGuarded(cell) ? cell.slice(1) : cell;
  }

  #place(column: string): { line: number; field: string } {
    return { line: this.#row.line, field: column };
  }

  #readTitle(): PlanTitle {
    const title: PlanTitle = {};
    for (const [locale, column] of Object.entries(titleColumns)) {
      const said = toTitle(this.#cell(column), this.#place(column), this.#faults).en;
      if (said !== undefined) title[locale as keyof PlanTitle] = said;
    }
    const any = title.ru ?? title.kk ?? title.ko ?? title.zh;
    if (title.en === undefined && any !== undefined) title.en = any;
    return title;
  }

  #readWord(column: CsvColumn, words: readonly string[]): string | null {
    const word = this.#cell(column).toLowerCase();
    if (word === '') return null;
    if (words.includes(word)) return word;
    this.#faults.error('value.unknown', { ...this.#place(column), value: word });
    return null;
  }

  #readAmount(column: CsvColumn): number | null {
    const cell = this.#cell(column);
    return parseAmount(cell, this.#place(column), this.#faults, toSigns(cell));
  }

  #readPercent(): number | null {
    const cell = this.#cell('percent').replace(/\s*%$/, '');
    return parsePercent(cell, this.#place('percent'), this.#faults, 100, toSigns(cell));
  }
}

/** `12,5` and `12.5` are the same; no groups of digits. */
function toSigns(cell: string): NumberSigns {
  return { decimal: cell.includes(',') ? ',' : '.', group: '' };
}
