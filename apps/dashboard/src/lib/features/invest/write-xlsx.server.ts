import { crc32, deflateRawSync } from 'node:zlib';
import type { CellForm, ExportTable } from './export-table.ts';
import { neutralise } from './write-csv.ts';

/**
 * A workbook (ECMA-376) of plain tables: numbers are numbers, days are days, texts are texts and never formulas. Eight
 * small parts in a zip; the libraries that write more weigh some hundred times this file.
 */
export function toXlsx(tables: readonly ExportTable[]): Buffer {
  const sheets = tables.map((table, index) => ({ path: `xl/worksheets/sheet${index + 1}.xml`, text: toSheet(table) }));
  const used = new Set<string>();
  const names = tables.map((table) => toSheetName(table.title, used));
  return zip([
    { path: '[Content_Types].xml', text: toContentTypes(sheets.map((sheet) => sheet.path)) },
    { path: '_rels/.rels', text: relations([['officeDocument', 'xl/workbook.xml']]) },
    { path: 'xl/workbook.xml', text: toWorkbook(names) },
    {
      path: 'xl/_rels/workbook.xml.rels',
      text: relations([
        ...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
        ['styles', 'styles.xml'],
      ]),
    },
    { path: 'xl/styles.xml', text: styles },
    ...sheets,
  ]);
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Positions in `cellXfs` of the styles below. */
const styleOf: Record<CellForm | 'title', number> = {
  text: 0,
  title: 1,
  date: 2,
  money: 3,
  percent: 4,
  index: 5,
  whole: 6,
};
const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf fontId="1" applyFont="1"/>${[164, 4, 10, 2, 1].map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`;

function toSheet({ columns, rows }: ExportTable): string {
  const widths = columns.map((column, index) => {
    const longest = Math.max(column.title.length, ...rows.map((row) => String(row[index] ?? '').length));
    return `<col min="${index + 1}" max="${index + 1}" width="${Math.min(48, longest + 3)}" customWidth="1"/>`;
  });
  const title = columns.map((column, index) => toText(column.title, place(index, 1), styleOf.title)).join('');
  const body = rows.map((row, line) => {
    const cells = columns.map((column, index) => toCell(row[index] ?? null, column.form, place(index, line + 2)));
    return `<row r="${line + 2}">${cells.join('')}</row>`;
  });
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row r="1">${title}</row>${body.join('')}</sheetData></worksheet>`;
}

function toCell(value: string | number | null, form: CellForm, at: string): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${at}" s="${styleOf[form]}"><v>${value}</v></c>`;
  return form === 'date' ? `<c r="${at}" s="${styleOf.date}"><v>${toSerial(value)}</v></c>` : toText(value, at, 0);
}

function toText(value: string, at: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(neutralise(value))}</t></is></c>`;
}

/** Days since 1899-12-30, as spreadsheets count them. */
function toSerial(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`) / 86_400_000 + 25_569;
}

function place(column: number, row: number): string {
  const high = Math.floor(column / 26);
  return `${high > 0 ? String.fromCharCode(64 + high) : ''}${String.fromCharCode(65 + (column % 26))}${row}`;
}

/** At most 31 characters, none that is forbidden, no two alike. */
function toSheetName(title: string, used: Set<string>): string {
  const base = title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 28);
  let name = base;
  for (let count = 2; used.has(name); count += 1) name = `${base} ${count}`;
  used.add(name);
  return name;
}

function toWorkbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escape(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function toContentTypes(sheets: readonly string[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...sheets.map((path) => [path, 'worksheet']),
  ].map(([path, kind]) => `<Override PartName="/${path}" ContentType="${type}.${kind}+xml"/>`);
  return `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`;
}

function relations(targets: readonly [string, string][]): string {
  const each = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

/** XML text; control characters have no place in it at all. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;');
}

/** A zip of deflated files with UTF-8 names and the date of 1980, so that the same tables give the same bytes. */
function zip(files: readonly { path: string; text: string }[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, text } of files) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt16LE(0x0021, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\u0003\u0004'), fields, name, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, place, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\u0005\u0006'), end]);
}
