import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createReadInWorker, readingLimits } from './read-in-worker.ts';

const today = '2026-11-23';
const example = path.join(import.meta.dirname, '../../../../../packages/schedule/examples/sample-tower.xer');

test('reads a file in a thread of its own', async () => {
  const answer = await createReadInWorker()({ bytes: await readFile(example), today, calendar: null });
  expect(answer).toMatchObject({ kind: 'read', format: 'xer', activities: 6, basis: 'cost' });
});

test('ends a reading that takes longer than its time, and reads the next file', async () => {
  const read = createReadInWorker({ ...readingLimits, timeMs: 1 });
  expect(await read({ bytes: await readFile(example), today, calendar: null })).toMatchObject({
    kind: 'refused',
    errors: [{ code: 'limit.time' }],
  });
});

test('ends a reading that needs more memory than it may have, not the server', async () => {
  const read = createReadInWorker({ ...readingLimits, heapMegabytes: 24 });
  const row = `M,1,2026-12-31,${'x'.repeat(40)}\n`;
  const bytes = Buffer.from(`milestone_code,weight,baseline_date,title_en\n${row.repeat(180_000)}`);
  expect(await read({ bytes, today, calendar: null })).toMatchObject({
    kind: 'refused',
    errors: [{ code: 'limit.memory' }],
  });
  const next = createReadInWorker();
  expect((await next({ bytes: await readFile(example), today, calendar: null })).kind).toBe('read');
});

test('reads the next file in the thread that stands: neither the file before it nor a broken one shows in it', async () => {
  let started = 0;
  const count = (): void => void (started += 1);
  process.on('worker', count);
  const read = createReadInWorker();
  const bytes = await readFile(example);
  const ask = (own: Uint8Array) => read({ bytes: own, today, calendar: null });
  const first = await ask(bytes);
  expect(await ask(Buffer.from('<!DOCTYPE x><Project/>'))).toMatchObject({ errors: [{ code: 'xml.doctype' }] });
  expect(await ask(Buffer.from('milestone_code,weight\n__proto__,1\n'))).toMatchObject({ kind: 'refused' });
  expect(await ask(bytes)).toEqual(first);
  expect(started).toBe(1);
  // What took much memory is not kept.
  await ask(Buffer.alloc(1_100_000, 'x'));
  expect(await ask(bytes)).toEqual(first);
  expect(started).toBe(2);
  process.off('worker', count);
});

test('reads one after another, and turns away who would wait too long', async () => {
  const read = createReadInWorker({ ...readingLimits, waiting: 2 });
  const bytes = await readFile(example);
  const answers = await Promise.allSettled([1, 2, 3].map(() => read({ bytes, today, calendar: null })));
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});
