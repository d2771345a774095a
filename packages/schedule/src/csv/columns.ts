/** The columns of our own template, in the order in which they are written. */
export const csvColumns = [
  'milestone_code',
  'title_kk',
  'title_ru',
  'title_en',
  'title_ko',
  'title_zh',
  'kind',
  'weight',
  'baseline_start',
  'baseline_date',
  'forecast_date',
  'actual_date',
  'percent',
  'method',
  'done',
  'total',
  'unit',
  'phase',
] as const;
export type CsvColumn = (typeof csvColumns)[number];

/** The line before the header that says which day the numbers count to. */
export const dataDateColumn = 'data_date';
