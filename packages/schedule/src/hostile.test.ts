import { describe, expect, test } from 'vitest';
import { toItems } from './items/to-items.ts';
import { readSchedule } from './read-schedule.ts';
import {
  mspdiTask,
  readExample,
  readText,
  sayFaults,
  today,
  writeMspdiText,
  writeXer,
} from './testing/schedule-text.ts';

const xml = (body: string) => `<?xml version="1.0"?>\n${body}`;
const firstFault = (text: string) => readText(text).faults.errors[0];

describe('XML that wants more than to be read (A27)', () => {
  test.each([
    ['an external entity', '<!DOCTYPE Project [\n<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'],
    ['a parameter entity', '<!DOCTYPE Project [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]><Project/>'],
    ['a billion laughs', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Project>&b;</Project>'],
    ['a document type in lower case', '<!doctype project><Project/>'],
    ['a document type behind a comment', '<!-- x --><!DOCTYPE Project SYSTEM "x.dtd"><Project/>'],
  ])('refuses %s with its line before parsing', (_, body) => {
    expect(firstFault(xml(body))).toMatchObject({ code: 'xml.doctype', line: 2 });
  });

  test('an entity that was never declared is an error of the line, not a text', () => {
    expect(firstFault(writeMspdiText([mspdiTask(1, '<WBS>&x;</WBS>')]))).toMatchObject({
      code: 'xml.malformed',
      line: 3,
    });
  });

  test('UTF-16 hides no document type', () => {
    const wide = Buffer.from('\uFEFF<!DOCTYPE Project []><Project/>', 'utf16le');
    expect(readSchedule(wide, { today }).faults.errors[0]?.code).toBe('xml.doctype');
  });

  test('refuses elements 100,000 deep without a deep stack', () => {
    expect(firstFault(xml(`<Project>${'<a>'.repeat(100_000)}`))?.code).toBe('xml.too-deep');
  });

  test('a million character references are a text like any other', () => {
    const result = readText(writeMspdiText([mspdiTask(1, `<WBS>${'&#65;'.repeat(1_000_000)}</WBS>`)]));
    expect(result.plan?.activities).toHaveLength(1);
    expect(toItems(result.plan!, result.faults).items[0]?.code).toMatch(/^X/);
  });

  test('an encoding that is not there, or is not the one declared, is named with the line', () => {
    expect(firstFault('<?xml version="1.0" encoding="EBCDIC-X"?><Project/>')).toMatchObject({
      code: 'encoding.invalid',
      value: 'EBCDIC-X',
    });
    const russian = Buffer.from([...Buffer.from('<?xml version="1.0"?>\n<Project>\n<Title>'), 0xcf, 0xf0]);
    expect(readSchedule(russian, { today }).faults.errors).toMatchObject([{ code: 'encoding.invalid', line: 3 }]);
  });

  test('XML of another kind is refused by its root', () => {
    expect(firstFault('<html><body/></html>')).toMatchObject({ code: 'file.unknown', value: 'html' });
  });
});

describe('files that are too much', () => {
  const limits = { bytes: 20_000_000, tasks: 1_000, nodes: 100_000, depth: 40 };

  test.each([
    ['XER', writeXer({ tasks: Array.from({ length: 1_100 }, (_, index) => ({ task_code: `A${index}` })) })],
    ['MSPDI', writeMspdiText(Array.from({ length: 1_100 }, (_, index) => mspdiTask(index + 1)))],
  ])('refuses an %s of more tasks than the limit, at the task', (_, text) => {
    const { faults } = readSchedule(Buffer.from(text), { today, limits });
    expect(faults.errors).toMatchObject([{ code: 'limit.tasks', value: '1000' }]);
    expect(faults.errors[0]?.line).toBeGreaterThan(1_000);
  });

  test('refuses a million tasks', () => {
    const row = '%R\t1\t7\tA1\n';
    const text = `ERMHDR\n%T\tPROJECT\n%F\tproj_id\n%R\t7\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\n${row.repeat(1e6)}%E\n`;
    expect(readText(text).faults.errors[0]).toMatchObject({ code: 'limit.tasks', value: '200000' });
  });

  test('refuses bytes beyond the limit unread', () => {
    const result = readSchedule(new Uint8Array(101), { today, limits: { ...limits, bytes: 100 } });
    expect(sayFaults(result)).toEqual(['file.too-large@-']);
  });

  test('many faults are counted whole and kept in part', () => {
    const tasks = Array.from({ length: 900 }, (_, index) => ({
      task_code: `A${index}`,
      phys_complete_pct: '101',
      act_start_date: 'soon',
    }));
    const { faults } = readText(writeXer({ tasks }));
    expect(faults.errorCount).toBe(1_800);
    expect(faults.errors).toHaveLength(200);
  });
});

describe('files that are broken', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'file.empty'],
    ['blanks', Buffer.from(' \n \n'), 'file.empty'],
    ['a ZIP (XLSX)', Buffer.from('504b030414000600', 'hex'), 'file.unknown'],
    ['an MPP', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'file.unknown'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'file.unknown'],
    ['a text', Buffer.from('Dear colleague,\nhere is the plan.'), 'file.unknown'],
    ['bytes', Buffer.from([1, 0, 2, 0, 3]), 'file.unknown'],
  ])('refuses %s', (_, bytes, code) => {
    expect(readSchedule(bytes, { today }).faults.errors[0]?.code).toBe(code);
  });

  test('an XER that ends before its mark was cut off', () => {
    const whole = readExample('sample-tower.xer');
    const cut = readSchedule(whole.subarray(0, whole.length - 200), { today });
    expect(cut.faults.errors).toMatchObject([{ code: 'file.truncated', field: '%E' }]);
    expect(cut.plan).toBeNull();
  });

  test('XML that ends early is named with its last line', () => {
    expect(firstFault(writeMspdiText([mspdiTask(1)]).slice(0, -12))).toMatchObject({ code: 'xml.malformed', line: 4 });
  });

  test('a quote that never closes names its line', () => {
    expect(firstFault('milestone_code,weight\nM1,"5\nM2,6\n')).toMatchObject({ code: 'csv.quote', line: 2 });
  });

  test.each<[string, string, number | null, (string | null)?]>([
    ['column.missing', 'milestone_code,title_en\nM1,One\n', 1, 'weight'],
    ['column.twice', 'milestone_code,weight,weight\nM1,5,5\n', 1],
    ['number.invalid', 'milestone_code,weight\nM1,five\n', 2, 'weight'],
    ['number.range', 'milestone_code,weight\nM1,-5\n', 2, 'weight'],
    ['percent.range', 'milestone_code,weight,percent\nM1,5,"100,5"\n', 2, 'percent'],
    ['date.invalid', 'milestone_code,weight,baseline_date\nM1,5,31.12.2026\n', 2],
    ['date.invalid', 'milestone_code,weight,baseline_date\nM1,5,2026-02-30\n', 2, 'baseline_date'],
    ['date.range', 'milestone_code,weight,baseline_date\nM1,5,0001-01-01\n', 2],
    ['value.unknown', 'milestone_code,weight,method\nM1,5,guess\n', 2, 'method'],
    ['code.missing', 'milestone_code,weight\n,5\n', 2, 'milestone_code'],
    ['code.duplicate', 'milestone_code,weight\nM1,5\nM1,6\n', 3, 'M1 · milestone_code'],
    [
      'actual.future',
      'milestone_code,weight,actual_date,data_date\nM1,5,2026-11-01,2026-10-31\n',
      2,
      'M1 · actual_date',
    ],
    ['actual.future', 'milestone_code,weight,actual_date\nM1,5,2026-11-24\n', 2, 'M1 · actual_date'],
    ['plan.empty', 'milestone_code,weight\n', null, null],
  ])('names %s with its line and column: %j', (code, text, line, field) => {
    expect(firstFault(text)).toMatchObject({ code, line, ...(field !== undefined && { field }) });
    expect(readText(text).plan).toBeNull();
  });

  test.each(['PT-5H', '-PT5H', 'P1Y', 'PT', 'PT99999999999H', '40h'])('refuses the duration %s', (duration) => {
    const fault = firstFault(writeMspdiText([mspdiTask(1).replace('PT80H0M0S', duration)]));
    expect(fault).toMatchObject({ line: 3, field: 'Duration', value: duration });
  });

  test.each(['0000-01-01T00:00:00', '9999-12-31T00:00:00', '2026-13-01T00:00:00', '01/02/2026'])(
    'refuses the day %s',
    (day) => {
      const fault = firstFault(writeMspdiText([mspdiTask(1).replace('2026-01-30T17:00:00', day)]));
      expect(fault).toMatchObject({ line: 3, field: 'Finish', value: day });
    },
  );

  test('a WBS that hangs below itself is refused at its node, an activity on no node at its line', () => {
    const before = [
      '%T\tPROJWBS',
      '%F\twbs_id\tproj_id\twbs_short_name\twbs_name\tparent_wbs_id',
      '%R\t1\t7\tA\tA\t2',
      '%R\t2\t7\tB\tB\t1',
    ];
    expect(sayFaults(readText(writeXer({ before, tasks: [{ wbs_id: '1' }] })))).toContain('wbs.cycle@7');
    expect(firstFault(writeXer({ before, tasks: [{ wbs_id: '1' }] }))?.field).toBe('A · parent_wbs_id');
    expect(sayFaults(readText(writeXer({ before, tasks: [{ wbs_id: '9' }] })))).toContain('wbs.unknown@11');
  });

  test('weights that are all zero are refused', () => {
    const result = readText('milestone_code,weight,baseline_date\nM1,0,2026-12-31\nM2,0,2026-12-31\n');
    toItems(result.plan!, result.faults);
    expect(sayFaults(result)).toContain('weights.zero@-');
  });

  test('what a file says comes back short and without control characters', () => {
    const fault = firstFault(`milestone_code,weight\nM1,"${'\u001B[31mx'.repeat(1_000)}"\n`);
    expect(fault?.value?.length).toBeLessThanOrEqual(81);
    expect(fault?.value).not.toMatch(/[\u0000-\u001F]/);
  });
});
