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
  })
  .map((one) => ({
    ...one,
    steps: [],
    start: one.start !== null && one.start > one.finish ? one.finish : one.start,
    forecast: one.actual === null ? one.forecast : null,
  }));
const plan: fc.Arbitrary<ScheduleExport> = fc.record({
  project: fc.record({ code: fc.constant('k-park'), title }),
  revision: fc.constant(3),
  dataDate: fc.constant('2026-11-22'),
  items: fc.uniqueArray(item, { minLength: 1, maxLength: 8, selector: (one) => one.code }),
});

const readBack = (text: string) => {
  const { plan: read, faults } = readSchedule(Buffer.from(text), { today });
  expect(faults.errors).toEqual([]);
  return { read: read!, items: toItems(read!, faults).items };
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
        const { read, items } = readBack(writeMspdi(sent));
        expect(read.dataDate).toBe(sent.dataDate);
        expect(read.project.title).toBe(sent.project.title);
        // Equal weights are what P6 and MS Project write where nobody agreed on any.
        const hasWeights = new Set(sent.items.map((one) => one.weight)).size > 1;
        for (const [index, one] of sent.items.entries()) {
          const { code, weight, start, finish, actual } = one;
          expect(items[index]).toMatchObject({ code, start, finish, actual, ...(hasWeights && { weight }) });
          expect(items[index]?.title.en).toBe(one.title.en);
          if (one.forecast !== null) expect(items[index]?.forecast).toBe(one.forecast);
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
