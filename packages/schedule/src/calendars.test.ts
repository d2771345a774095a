import { describe, expect, test } from 'vitest';
import { findPlanCalendar } from './calendars/find-plan-calendar.ts';
import { toItems } from './items/to-items.ts';
import { sayNetwork } from './say-network.ts';
import { mspdiTask, readText, sayFaults, writeMspdiText, writeXer } from './testing/schedule-text.ts';

/** As P6 writes it: Sunday is 1, line breaks are other characters, an exception is a serial day. */
const hours = '(0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())';
const day = (number: number, works: boolean) => `(0||${number}()(${works ? hours : ''}))`;
const week = (works: readonly number[]) =>
  [1, 2, 3, 4, 5, 6, 7].map((number) => day(number, works.includes(number))).join('\u007F\u007F');
const data = (works: readonly number[], exceptions: string) =>
  `(0||CalendarData()(\u007F(0||DaysOfWeek()(${week(works)}))(0||VIEW(ShowTotal|Y)())(0||Exceptions()(${exceptions}))))`;
// 46023 is 2026-01-01 as spreadsheets count.
const exceptions = `(0||0(d|46023)())(0||1(d|46024)())(0||2(d|46032)(${hours}))`;
const calendarRows = (text: string, base = '') => [
  '%T\tCALENDAR',
  '%F\tclndr_id\tclndr_name\tday_hr_cnt\tbase_clndr_id\tclndr_data',
  '%R\t5\tСайт\t8\t\t' + text,
  `%R\t6\tNight\t10\t${base}\t${data([2, 3, 4, 5, 6, 7], '')}`,
];

describe('the calendars of a XER file', () => {
  test('week and exceptions are read out of the notation of P6, days in a row as one stretch', () => {
    const { plan } = readText(writeXer({ before: calendarRows(data([2, 3, 4, 5, 6], exceptions)) }));
    expect(plan?.calendars[0]).toMatchObject({
      minutesPerDay: 480,
      week: [1, 2, 3, 4, 5],
      exceptions: [
        { from: '2026-01-01', to: '2026-01-02', works: false },
        { from: '2026-01-10', to: '2026-01-10', works: true },
      ],
    });
  });

  test('a calendar has the exceptions of the one it stands on; a circle of calendars ends', () => {
    const { plan } = readText(writeXer({ before: calendarRows(data([2, 3, 4, 5, 6], exceptions), '5') }));
    expect(plan?.calendars[1]).toMatchObject({ minutesPerDay: 600, week: [1, 2, 3, 4, 5, 6] });
    expect(plan?.calendars[1]?.exceptions).toHaveLength(2);
    expect(readText(writeXer({ before: calendarRows('', '6') })).plan?.calendars).toHaveLength(2);
  });

  test.each(['(0||CalendarData()(', '((((((((((((((((', ')(', '(0||x()(0||y()))'.repeat(2) + '('])(
    'a notation that ends nowhere (%s) is said, and the usual week is taken',
    (text) => {
      const read = readText(writeXer({ before: calendarRows(text) }));
      expect(sayFaults(read).some((fault) => fault.startsWith('calendar.unread'))).toBe(true);
      expect(read.plan?.calendars[0]).toMatchObject({ week: [1, 2, 3, 4, 5], exceptions: [] });
    },
  );
});

test('the calendars of MS Project: days of the week, stretches, and rules that are said and left aside', () => {
  const fields = `<Calendars><Calendar><UID>1</UID><Name>Site</Name><IsBaseCalendar>1</IsBaseCalendar>
    <WeekDays>
      <WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>
      <WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay>
      <WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-05-01T00:00:00</FromDate><ToDate>2026-05-03T23:59:00</ToDate></TimePeriod></WeekDay>
    </WeekDays>
    <Exceptions>
      <Exception><TimePeriod><FromDate>2026-03-21T00:00:00</FromDate><ToDate>2026-03-25T23:59:00</ToDate></TimePeriod><Name>Наурыз</Name><Type>1</Type><DayWorking>0</DayWorking></Exception>
      <Exception><TimePeriod><FromDate>2026-12-16T00:00:00</FromDate><ToDate>2030-12-16T23:59:00</ToDate></TimePeriod><Name>Every year</Name><Type>3</Type><DayWorking>0</DayWorking></Exception>
    </Exceptions></Calendar>
    <Calendar><UID>2</UID><Name>Crane</Name><IsBaseCalendar>0</IsBaseCalendar></Calendar></Calendars>`;
  const read = readText(writeMspdiText([mspdiTask(1)], fields));
  expect(read.plan?.calendars).toEqual([
    {
      id: '1',
      name: 'Site',
      minutesPerDay: 480,
      week: [1, 2, 3, 4, 5, 6],
      exceptions: [
        { from: '2026-03-21', to: '2026-03-25', works: false, name: 'Наурыз' },
        { from: '2026-05-01', to: '2026-05-03', works: false, name: null },
      ],
    },
  ]);
  expect(sayFaults(read).some((fault) => fault.startsWith('calendar.rule'))).toBe(true);
  expect(findPlanCalendar(read.plan!)?.name).toBe('Site');
});

test('the calendars of P6 XML: an exception with hours is worked, an empty one is off', () => {
  const hoursOf = (name: string, time: string) =>
    `<StandardWorkHours><DayOfWeek>${name}</DayOfWeek>${time}</StandardWorkHours>`;
  const work = '<WorkTime><Start>08:00:00</Start><Finish>16:59:00</Finish></WorkTime>';
  const text = `<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects">
    <Calendar><ObjectId>9</ObjectId><Name>Site</Name><HoursPerDay>8</HoursPerDay>
      <StandardWorkWeek>${hoursOf('Sunday', '<WorkTime/>')}${hoursOf('Monday', work)}${hoursOf('Saturday', work)}</StandardWorkWeek>
      <HolidayOrExceptions>
        <HolidayOrException><Date>2026-07-06T00:00:00</Date><WorkTime/></HolidayOrException>
        <HolidayOrException><Date>2026-07-05T00:00:00</Date>${work}</HolidayOrException>
      </HolidayOrExceptions></Calendar>
    <Project><ObjectId>1</ObjectId><Id>P</Id><DataDate>2026-02-01T00:00:00</DataDate>
      <Activity><ObjectId>1</ObjectId><Id>A</Id><Name>Pit</Name><CalendarObjectId>9</CalendarObjectId><PlannedDuration>80</PlannedDuration>
        <PlannedStartDate>2026-01-05T08:00:00</PlannedStartDate><PlannedFinishDate>2026-01-30T17:00:00</PlannedFinishDate></Activity>
      <Relationship><PredecessorActivityObjectId>1</PredecessorActivityObjectId><PredecessorProjectObjectId>1</PredecessorProjectObjectId>
        <SuccessorProjectObjectId>1</SuccessorProjectObjectId><Type>Start to Start</Type><Lag>16</Lag></Relationship></Project></APIBusinessObjects>`;
  const { plan } = readText(text);
  expect(plan?.calendars[0]).toMatchObject({
    week: [1, 6],
    exceptions: [
      { from: '2026-07-05', to: '2026-07-05', works: true },
      { from: '2026-07-06', to: '2026-07-06', works: false },
    ],
  });
  expect(plan?.relations).toMatchObject({ total: 1, startStart: 1, lagged: 1, outside: 0 });
});

test('relations are counted by kind, with lag and to outside; critical work and the lowest float are told', () => {
  const text = writeXer({
    tasks: [
      { task_id: '1', task_code: 'A1' },
      { task_id: '2', task_code: 'A2' },
    ],
    before: [
      '%T\tTASKPRED',
      '%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_cnt',
      '%R\t1\t2\t1\t7\t7\tPR_FS\t0',
      '%R\t2\t2\t1\t7\t7\tPR_FF\t-8',
      '%R\t3\t2\t99\t7\t8\tPR_SS\t0',
      '%R\t4\t5\t6\t8\t8\tPR_FS\t0',
    ],
  });
  const { plan } = readText(text);
  expect(plan?.relations).toEqual({
    ...{ total: 3, finishStart: 1, startStart: 1, finishFinish: 1, startFinish: 0 },
    ...{ lagged: 1, outside: 1 },
  });
  expect(sayNetwork(plan!)).toMatchObject({ critical: 0, lowestFloatMinutes: null });
});

describe('the phases of a file', () => {
  const wbs = [
    '%T\tPROJWBS',
    '%F\twbs_id\tproj_id\tparent_wbs_id\twbs_short_name\twbs_name\tproj_node_flag',
    '%R\t100\t7\t\tSAMPLE\tSample\tY',
    '%R\t110\t7\t100\t1\tSubstructure\tN',
    '%R\t111\t7\t110\t1\tPiles\tN',
    '%R\t120\t7\t100\t2\tFrame\tN',
    '%R\t130\t7\t100\t3\tEmpty\tN',
  ];

  test('are the levels of its WBS below the project itself; empty ones are none, equal codes are told apart', () => {
    const { plan, faults } = readText(
      writeXer({
        before: wbs,
        tasks: [
          { task_id: '1', task_code: 'A1', wbs_id: '111' },
          { task_id: '2', task_code: 'A2', wbs_id: '120' },
          { task_id: '3', task_code: 'A3', wbs_id: '100' },
        ],
      }),
    );
    const { items, phases } = toItems(plan!, faults);
    expect(phases.map(({ code, parent, title }) => [code, parent, title.en])).toEqual([
      ['A1', null, 'Substructure'],
      ['A1.1', 'A1', 'Piles'],
      ['A2', null, 'Frame'],
    ]);
    expect(items.map(({ code, phase }) => [code, phase])).toEqual([
      ['A1', 'A1.1'],
      ['A2', 'A2'],
      ['A3', null],
    ]);
  });

  test('a file without a WBS has none', () => {
    const { plan, faults } = readText(writeXer());
    expect(toItems(plan!, faults).phases).toEqual([]);
  });
});
