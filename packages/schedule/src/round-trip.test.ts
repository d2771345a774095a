import fc from 'fast-check';
import { milestoneKinds, progressMethods } from '@sitecast/contract/words';
import { describe, expect, test } from 'vitest';
import { writeCsv } from './csv/write-csv.ts';
import { toItems } from './items/to-items.ts';
import { fromDayCount, toDayCount } from './text/day.ts';
import { readSchedule } from './read-schedule.ts';
import { writeJson, type ExportedItem, type ScheduleExport } from './schedule-export.ts';
import { today } from './testing/schedule-text.ts';
import { writeMspdi } from './xml/write-mspdi.ts';

/** A name as the contract lets it in, with what spreadsheets, XML and code pages stumble over. */
const title = fc
  .array(
    fc.constantFrom(
      ...['=', '+', '-', '@', "'", '"', ',', ';', '&', '<', '>', ']]>', '&amp;', 'A', 'Ұй', '工程', ' ', '1'],
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').replaceAll(/\s+/g, ' ').trim())
  .filter((text) => text !== '');
const day = fc.integer({ min: toDayCount('2020-01-01'), max: toDayCount('2026-11-20') }).map(fromDayCount);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const item: fc.Arbitrary<ExportedItem> = fc
  .record({
    code: fc.stringMatching(/^[A-Z][A-Z0-9.-]{0,15}$/),
    title: fc.record({ kk: title, ru: title, en: title, ko: title, zh: title }),
    kind: fc.constantFrom(...milestoneKinds),
    method: fc.constantFrom(...progressMethods),
    unit: maybe(title),
    weight: fc.integer({ min: 1, max: 1_000 }),
    start: maybe(day),
    finish: day,
    forecast: maybe(day),
    actual: maybe(day),
    percentBp: maybe(fc.integer({ min: 0, max: 10_000 })),
    done: maybe(fc.integer({ min: 0, max: 1e6 })),
    total: maybe(fc.integer({ min: 1, max: 1e6 })),
    phase: maybe(fc.constantFrom('P1', 'P2', 'P3')),
  })
  .map((one) => ({
    ...one,
    steps: [],
    workDays: null,
    start: one.start !== null && one.start > one.finish ? one.finish : one.start,
    forecast: one.actual === null ? one.forecast : null,
  }));
const phase = (code: string, parent: string | null) => ({ code, parent, title: { en: `Phase ${code}` } });
const plan: fc.Arbitrary<ScheduleExport> = fc.record({
  project: fc.record({ code: fc.constant('k-park'), title }),
  revision: fc.constant(3),
  dataDate: fc.constant('2026-11-22'),
  phases: fc.constant([phase('P1', null), phase('P2', null), phase('P3', 'P2')]),
  calendar: maybe(
    fc.record({
      name: title,
      week: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => days.sort()),
      minutesPerDay: fc.integer({ min: 60, max: 960 }),
      exceptions: fc.constantFrom([], [{ from: '2026-01-01', to: '2026-01-07', works: false, name: null }]),
    }),
  ),
  items: fc.uniqueArray(item, { minLength: 1, maxLength: 8, selector: (one) => one.code }),
});

const readBack = (text: string) => {
  const { plan: read, faults } = readSchedule(Buffer.from(text), { today });
  expect(faults.errors).toEqual([]);
  return { read: read!, ...toItems(read!, faults) };
};

describe('what is exported reads back', () => {
  test('CSV keeps every column of every item', () => {
    fc.assert(
      fc.property(plan, (sent) => {
        const { read, items } = readBack(writeCsv(sent));
        expect(read.dataDate).toBe(sent.dataDate);
        for (const [index, one] of sent.items.entries()) {
          const { code, kind, method, unit, weight, start, finish, forecast, actual, percentBp } = one;
          expect(items[index]).toMatchObject({
            code,
            kind,
            method,
            unit,
            weight,
            start,
            finish,
            forecast,
            actual,
            percentBp,
            phase: one.phase,
          });
          expect(items[index]?.title).toEqual(one.title);
          expect(read.activities[index]).toMatchObject({ done: one.done, total: one.total });
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('MSPDI keeps codes, English names, weights, baselines and actual days', () => {
    fc.assert(
      fc.property(plan, (sent) => {
        const { read, items, phases } = readBack(writeMspdi(sent));
        expect(read.dataDate).toBe(sent.dataDate);
        expect(read.project.title).toBe(sent.project.title);
        // Equal weights are what P6 and MS Project write where nobody agreed on any.
        const hasWeights = new Set(sent.items.map((one) => one.weight)).size > 1;
        for (const one of sent.items) {
          const { code, weight, start, finish, actual } = one;
          const item = items.find((other) => other.code === code);
          expect(item).toMatchObject({ code, start, finish, actual, ...(hasWeights && { weight }) });
          expect(item?.title.en).toBe(one.title.en);
          if (one.forecast !== null) expect(item?.forecast).toBe(one.forecast);
          // A single summary task above everything is the project, not a phase of it.
          if (phases.length > 1) expect(item?.phase).toBe(one.phase);
        }
        if (sent.calendar) {
          const { week, minutesPerDay, exceptions } = sent.calendar;
          expect(read.calendars).toMatchObject([{ week, minutesPerDay, exceptions }]);
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('JSON is the plan itself', () => {
    fc.assert(
      fc.property(plan, (sent) => {
        expect(JSON.parse(writeJson(sent))).toEqual({ format: 'sitecast-plan', version: 1, ...sent });
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test('no cell of the CSV begins as a formula', () => {
    fc.assert(
      fc.property(plan, (sent) => {
        const cells = writeCsv(sent)
          .slice(1)
          .split(/\r\n|,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
        expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

/** The order of the schema's sequences, of what is written here. */
const taskOrder = [
  ...['UID', 'ID', 'Name', 'IsNull', 'WBS', 'OutlineNumber', 'OutlineLevel', 'Start', 'Finish', 'Duration'],
  ...['DurationFormat', 'Milestone', 'Summary', 'PercentComplete', 'ActualStart', 'ActualFinish'],
  ...['PhysicalPercentComplete', 'EarnedValueMethod', 'ExtendedAttribute', 'Baseline'],
];

test('elements of an MSPDI task stand in the order of its schema', () => {
  fc.assert(
    fc.property(plan, (sent) => {
      for (const [, task = ''] of writeMspdi(sent).matchAll(/<Task>([\s\S]*?)<\/Task>/g)) {
        const flat = task.replaceAll(/<(ExtendedAttribute|Baseline)>[\s\S]*?<\/\1>/g, '<$1>');
        const places = [...flat.matchAll(/<([A-Za-z]+)>/g)].map(([, name = '']) => taskOrder.indexOf(name));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places).not.toContain(-1);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
});
