import { addDays } from '@sitecast/progress';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

const clock = { now: () => Date.parse('2027-06-30T06:00:00.000Z') };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const move = fc.record({
  item: fc.constantFrom('M05', 'M06', 'M07', 'M09'),
  days: fc.integer({ min: -2, max: 4 }),
  ratio: fc.double({ min: 0, max: 1.2, noNaN: true }),
  isCorrection: fc.boolean(),
});
const totals: Record<string, number> = { M05: 9, M06: 20, M07: 12_000, M09: 18_000 };
const toMeasurement = (item: string, ratio: number) => {
  const total = totals[item] ?? 1;
  return { method: 'units', done: Math.round(total * ratio * 100) / 100, total };
};
const read = async (address: string) => (await server.ask('GET', `/api/projects/k-park${address}`)).body;

test('[INV6] [INV9] [INV11] [INV12] hold after every post of any sequence', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(move, async ({ item, days, ratio, isCorrection }) => {
      const before = await read('/progress');
      const dataDate = addDays(before.dataDate, days);
      const { items } = await read('/milestones');
      const { version } = items.find((one: { code: string }) => one.code === item);
      const body = {
        item,
        dataDate,
        measurement: toMeasurement(item, ratio),
        correction: isCorrection ? { reason: 'wrong-count', note: 'Counted again.' } : null,
        expectedVersion: version,
      };
      const answer = await server.ask('POST', '/api/projects/k-park/progress', { as: server.operator, body });
      const after = await read('/progress');
      if (answer.status !== 201) {
        expect(['progress.falls', 'progress.before-data-date', 'progress.future']).toContain(answer.body.code);
        expect(after).toEqual(before);
        return;
      }
      accepted += 1;
      expect(after.dataDate >= before.dataDate).toBe(true);
      if (!isCorrection) expect(after.percentBp).toBeGreaterThanOrEqual(before.percentBp);
      const figures = (await server.ask('GET', '/api/projects/k-park/figures', { as: server.operator })).body;
      expect(figures.earnedValueMinor).toBeLessThanOrEqual(figures.budgetMinor);
      expect(Number.isInteger(figures.earnedValueMinor) && Number.isInteger(figures.plannedValueMinor)).toBe(true);
      expect(after.earnedScheduleMonths).toBeLessThanOrEqual(24);
      const last = after.curve.findLast((point: { earnedBp: number | null }) => point.earnedBp !== null);
      expect([last.date, last.earnedBp]).toEqual([after.dataDate, after.percentBp]);
    }),
    { numRuns: 150 },
  );
  expect(accepted).toBeGreaterThan(30);
}, 120_000);
