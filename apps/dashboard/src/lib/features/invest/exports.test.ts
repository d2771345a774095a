import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ExportTable } from './export-table.ts';
import { neutralise, toCsv } from './write-csv.ts';
import { toXlsx } from './write-xlsx.server.ts';

const formulas = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '=cmd|" /C calc"!A0',
  '|calc',
  '\u00A0=1',
  '＝1+1',
];
const table = (text: string): ExportTable => ({
  title: 'A',
  columns: [
    { title: 'Text', form: 'text' },
    { title: 'Money', form: 'money' },
    { title: 'Date', form: 'date' },
    { title: 'Nothing', form: 'index' },
  ],
  rows: [[text, -12.5, '2026-10-31', null]],
});

/** The parts of a zip by name, unpacked. */
function unzip(bytes: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  let at = 0;
  while (bytes.toString('latin1', at, at + 4) === 'PK\u0003\u0004') {
    const size = bytes.readUInt32LE(at + 18);
    const nameLength = bytes.readUInt16LE(at + 26);
    const name = bytes.toString('utf8', at + 30, at + 30 + nameLength);
    const start = at + 30 + nameLength + bytes.readUInt16LE(at + 28);
    parts.set(name, inflateRawSync(bytes.subarray(start, start + size)).toString('utf8'));
    at = start + size;
  }
  return parts;
}

describe('an export', () => {
  test.each(formulas)('neutralises %j in CSV and XLSX alike', (text) => {
    expect(neutralise(text)).toBe(`'${text}`);
    const cell = toCsv([table(text)])
      .split('\r\n')
      .slice(1)
      .join('\r\n');
    expect(cell.startsWith(`'`) || cell.startsWith(`"'`)).toBe(true);
    const sheet = unzip(toXlsx([table(text)])).get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toMatch(
      /t="inlineStr"><is><t xml:space="preserve">&apos;|t="inlineStr"><is><t xml:space="preserve">'/,
    );
    expect(sheet).not.toContain('<f>');
  });

  test.each(['Frame', 'Қаңқа', '골조', 'a=b', 'x-y', '3+4'])('leaves %s as it is', (text) => {
    expect(neutralise(text)).toBe(text);
  });

  test('[INV10] writes numbers as numbers, days as days, and nothing where a value is undefined', () => {
    expect(toCsv([table('Frame')])).toBe('\uFEFFText,Money,Date,Nothing\r\nFrame,-12.5,2026-10-31,\r\n');
    const parts = unzip(toXlsx([table('Frame & "co" <x>')]));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<c r="B2" s="3"><v>-12.5</v></c>');
    // 31 October 2026 as spreadsheets count days.
    expect(sheet).toContain('<c r="C2" s="2"><v>46326</v></c>');
    expect(sheet).not.toContain('r="D2"');
    expect(sheet).toContain('Frame &amp; &quot;co&quot; &lt;x&gt;');
    expect([...parts.keys()]).toContain('[Content_Types].xml');
  });

  test('quotes what CSV would take apart', () => {
    expect(toCsv([table('a,"b"\nc')])).toContain('"a,""b""\nc"');
  });

  test('gives the same bytes for the same tables', () => {
    expect(toXlsx([table('Frame')]).equals(toXlsx([table('Frame')]))).toBe(true);
  });
});
