import { plainSigns, type NumberSigns } from '../text/number.ts';
import { readCell, type XerFile } from './table-rows.ts';

/** Where ERMHDR names the currency, after its own mark. */
const headerCurrency = 7;

export interface XerCurrency {
  name: string | null;
  signs: NumberSigns;
}

/** The signs of all numbers of the file: those of the CURRTYPE row whose currency ERMHDR names. */
export function readCurrency(file: XerFile): XerCurrency {
  const name = file.header[headerCurrency]?.trim() ?? '';
  const table = file.tables.get('CURRTYPE');
  const row = table?.rows.find((one) => readCell(table, one, 'curr_short_name') === name) ?? table?.rows[0];
  if (!table || !row) return { name: name || null, signs: plainSigns };
  const decimal = readCell(table, row, 'decimal_symbol').slice(0, 1) || '.';
  const group = readCell(table, row, 'digit_group_symbol').slice(0, 1);
  return {
    name: name || readCell(table, row, 'curr_short_name') || null,
    signs: { decimal, group: group === decimal ? '' : group },
  };
}
