import { describe, expect, test } from 'vitest';
import { toItemCode } from './items/item-code.ts';
import { toItems } from './items/to-items.ts';
import { readSchedule } from './read-schedule.ts';
import {
  mspdiTask,
  readText,
  sayFaults,
  today,
  writeMspdiText,
  writeXer,
  type XerTask,
} from './testing/schedule-text.ts';

const readTask = (task: XerTask, before: string[] = [], header?: string) =>
  readText(writeXer({ tasks: [task], before, ...(header !== undefined && { header }) }));
const percentOf = (task: XerTask) => readTask(task).plan?.activities[0]?.percentBp;

describe('percent types of P6', () => {
  test('physical is the number typed in, units are work done of all work, duration is what of it has passed', () => {
    expect(percentOf({ complete_pct_type: 'CP_Phys' })).toBe(4_000);
    expect(percentOf({ complete_pct_type: 'CP_Units' })).toBe(7_500);
    expect(percentOf({ complete_pct_type: 'CP_Drtn' })).toBe(7_500);
  });

  test('a target duration of 0 is 100 only where the status is complete', () => {
    const zero = { complete_pct_type: 'CP_Drtn', target_drtn_hr_cnt: '0', remain_drtn_hr_cnt: '0' };
    expect(percentOf(zero)).toBe(0);
    expect(percentOf({ ...zero, status_code: 'TK_Complete', act_end_date: '2026-01-30 17:00' })).toBe(10_000);
  });

  test('more left than there was counts as nothing done', () => {
    expect(percentOf({ complete_pct_type: 'CP_Drtn', target_drtn_hr_cnt: '80', remain_drtn_hr_cnt: '90' })).toBe(0);
  });

  test('100 % that is not finished is said', () => {
    expect(sayFaults(readTask({ phys_complete_pct: '100' }))).toContain('percent.unfinished@7');
  });
});

describe('XER', () => {
  test('columns are found by name, in whatever order and number', () => {
    const columns = ['task_name', 'act_end_date', 'task_code', 'proj_id', 'task_id', 'target_end_date'] as const;
    const { plan } = readText(writeXer({ columns, tasks: [{ task_code: 'Q1' }] }));
    expect(plan?.activities[0]).toMatchObject({ code: 'Q1', title: { en: 'Pit' }, plannedFinish: '2026-01-30' });
  });

  test('numbers are read with the signs of the currency that the header names, not of another row', () => {
    const currencies = [
      '%T\tCURRTYPE',
      '%F\tcurr_id\tdecimal_symbol\tdigit_group_symbol\tcurr_short_name',
      '%R\t1\t.\t,\tUSD',
      '%R\t2\t,\t.\tEUR',
    ];
    const euro = readTask(
      { target_drtn_hr_cnt: '1.234,5' },
      currencies,
      'ERMHDR\t8.2\t2026-02-02\tProject\tp\tp\tdb\tPM\tEUR',
    );
    expect(euro.plan?.activities[0]?.durationMinutes).toBe(74_070);
    const dollar = readTask({ target_drtn_hr_cnt: '1,234.5' }, currencies);
    expect(dollar.plan?.activities[0]?.durationMinutes).toBe(74_070);
  });

  test('a western file that is no UTF-8 is read as Windows-1252, a byte order mark means UTF-8', () => {
    const western = Buffer.from(writeXer({ tasks: [{ task_name: 'Größe' }] }), 'latin1');
    const read = readSchedule(western, { today });
    expect(read.plan?.activities[0]?.title.en).toBe('Größe');
    expect(read.faults.warnings[0]).toMatchObject({ code: 'encoding.guessed', value: 'windows-1252' });
    expect(readText(`\uFEFF${writeXer({ tasks: [{ task_name: 'Іргетас' }] })}`).plan?.activities[0]?.title).toEqual({
      en: 'Іргетас',
      kk: 'Іргетас',
    });
  });

  test('P6 gives every activity the weight 1: equal weights are derived from durations, not agreed', () => {
    const result = readText(
      writeXer({
        tasks: [
          { task_id: '1', task_code: 'A1', target_drtn_hr_cnt: '300' },
          { task_id: '2', task_code: 'A2', target_drtn_hr_cnt: '100' },
        ],
      }),
    );
    const { basis, items } = toItems(result.plan!, result.faults);
    expect(basis).toBe('duration');
    expect(items.map((item) => item.weight)).toEqual([7_500, 2_500]);
    expect(sayFaults(result)).toContain('weights.derived@-');
  });
});

describe('MSPDI', () => {
  test('a day without a zone is the site day, one with a zone is said', () => {
    const plain = readText(writeMspdiText([mspdiTask(1)]));
    expect(plain.plan?.activities[0]?.forecastFinish).toBe('2026-01-30');
    const zoned = mspdiTask(1).replace('2026-01-30T17:00:00', '2026-01-30T23:00:00+05:00');
    expect(sayFaults(readText(writeMspdiText([zoned])))).toContain('date.zone@3');
  });

  test('inactive tasks are left out and said, null tasks are left out', () => {
    const result = readText(
      writeMspdiText([mspdiTask(1), mspdiTask(2, '<Active>0</Active>'), '<Task><UID>3</UID><IsNull>1</IsNull></Task>']),
    );
    expect(result.plan?.activities.map((one) => one.code)).toEqual(['U1']);
    expect(sayFaults(result)).toContain('task.inactive@4');
  });

  test('the outline number is no code: it changes with every row that is put in', () => {
    const outlined = mspdiTask(5, '<WBS>1.2</WBS><OutlineNumber>1.2</OutlineNumber>');
    const named = mspdiTask(6, '<WBS>PIT.1</WBS><OutlineNumber>1.3</OutlineNumber>');
    expect(readText(writeMspdiText([outlined, named])).plan?.activities.map((one) => one.code)).toEqual([
      'U5',
      'PIT.1',
    ]);
  });

  test.each([
    ['PT40H0M0S', 2_400],
    ['PT0H30M0S', 30],
    ['P1DT1H', 1_500],
    ['PT112H30M0S', 6_750],
  ])('the duration %s is %i minutes', (duration, minutes) => {
    const task = mspdiTask(1).replace('PT80H0M0S', duration);
    expect(readText(writeMspdiText([task])).plan?.activities[0]?.durationMinutes).toBe(minutes);
  });

  test('the baseline that counts for earned value is the one that is read', () => {
    const baselines =
      '<Baseline><Number>0</Number><Finish>2026-01-20T17:00:00</Finish></Baseline>' +
      '<Baseline><Number>3</Number><Finish>2026-02-20T17:00:00</Finish></Baseline>';
    const read = (fields: string) =>
      readText(writeMspdiText([mspdiTask(1, baselines)], fields)).plan?.activities[0]?.baselineFinish;
    expect(read('')).toBe('2026-01-20');
    expect(read('<BaselineForEarnedValue>3</BaselineForEarnedValue>')).toBe('2026-02-20');
  });

  test('a prefix for the namespace and UTF-16 make no difference', () => {
    const prefixed = writeMspdiText([mspdiTask(1)])
      .replaceAll(/<(\/?)([A-Z])/g, '<$1m:$2')
      .replace('xmlns=', 'xmlns:m=')
      .replace('UTF-8', 'UTF-16');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(prefixed, 'utf16le')]);
    expect(readSchedule(wide, { today }).plan?.activities.map((one) => one.code)).toEqual(['U1']);
  });
});

describe('P6 XML', () => {
  const header = '<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8.3/API/BusinessObjects">';
  const project = (percent: string) =>
    `${header}<Project><ObjectId>1</ObjectId><Id>P</Id>\n<Activity><ObjectId>2</ObjectId><Id>A1</Id><Name>Pit</Name>` +
    `<PercentCompleteType>Physical</PercentCompleteType><PhysicalPercentComplete>${percent}</PhysicalPercentComplete>` +
    '<PlannedFinishDate>2026-01-30T17:00:00</PlannedFinishDate><PlannedDuration>8</PlannedDuration>' +
    '</Activity></Project></APIBusinessObjects>';

  test('1 is 100 %, and 45 is refused, not taken for 45 %', () => {
    expect(readText(project('0.45')).plan?.activities[0]?.percentBp).toBe(4_500);
    expect(readText(project('1')).plan?.activities[0]?.percentBp).toBe(10_000);
    expect(sayFaults(readText(project('45')))).toContain('percent.range@2');
  });

  test('the namespace of any version is read', () => {
    expect(readText(project('0').replace('V8.3', 'V23.12')).plan?.tool).toBe('V23.12');
  });
});

describe('items', () => {
  test('codes keep their letters where they can, and the same code always gets the same item', () => {
    expect(toItemCode('a1010')).toBe('A1010');
    expect(toItemCode('1.2.3')).toBe('A1.2.3');
    expect(toItemCode('PIT_01')).toBe('PIT-01');
    expect(toItemCode('Котлован-1')).toMatch(/^X[0-9A-Z]{14}$/);
    expect(toItemCode('Котлован-1')).toBe(toItemCode('Котлован-1'));
    expect(toItemCode('Котлован-1')).not.toBe(toItemCode('Котлован-2'));
  });

  test('a plan of many activities is measured by its WBS, its milestones stay, every activity stays in the curve', () => {
    const before = ['%T\tPROJWBS', '%F\twbs_id\tproj_id\tproj_node_flag\twbs_short_name\twbs_name\tparent_wbs_id'];
    before.push('%R\t1\t7\tY\tP\tProject\t');
    for (let node = 2; node < 12; node += 1) before.push(`%R\t${node}\t7\tN\tN${node}\tNode ${node}\t1`);
    const tasks = Array.from({ length: 1_000 }, (_, index) => ({
      task_id: String(index),
      task_code: `A${index}`,
      wbs_id: String(2 + (index % 10)),
      ...(index === 999 && { task_type: 'TT_FinMile', target_drtn_hr_cnt: '0' }),
    }));
    const result = readText(writeXer({ before, tasks }));
    const { items, spans, weightSum } = toItems(result.plan!, result.faults);
    expect(items.map((item) => item.code)).toEqual([
      ...Array.from({ length: 10 }, (_, index) => `W-N${index + 2}`),
      'A999',
    ]);
    expect(weightSum).toBe(10_000);
    expect(spans).toHaveLength(999);
    expect(items[0]).toMatchObject({ percentBp: 4_000, finish: '2026-01-30', actual: null });
    expect(sayFaults(result)).toContain('plan.condensed@-');
  });
});
