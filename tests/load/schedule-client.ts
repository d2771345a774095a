/** Reads the file it is given as the server's worker does, and says on standard output how long it took and how much it held. */
import { readFileSync } from 'node:fs';
import { compareItems, drawPlanCurve, readSchedule, toItems } from '@sitecast/schedule';

const [, , file = ''] = process.argv;
const bytes = readFileSync(file);

const startedMs = performance.now();
const { plan, faults } = readSchedule(bytes, { today: '2026-11-23' });
if (!plan) throw new Error(JSON.stringify(faults.errors.slice(0, 3)));
const { items, spans } = toItems(plan, faults);
const curve = drawPlanCurve(spans);
const difference = compareItems([], items);
const readMs = performance.now() - startedMs;
if (!curve || difference.added.length !== items.length) throw new Error('the preview is not whole');
// Of the whole process, in kilobytes, before the yardstick below holds anything.
const peakMegabytes = process.resourceUsage().maxRSS / 1_024;

const splitAtMs = performance.now();
const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
const splitMs = performance.now() - splitAtMs;
if (lines.length < plan.activities.length) throw new Error('the lines are not whole');

process.stdout.write(
  JSON.stringify({ readMs, splitMs, peakMegabytes, items: items.length, activities: plan.activities.length }),
);
