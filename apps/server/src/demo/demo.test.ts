import { locales, projectViewSchema, programmeViewSchema } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashState, readRows } from '../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../app/testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const read = async (address: string) => (await server.ask('GET', address)).body;
/** Every object in a value, with where it stands. */
function* walk(value: unknown, at = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) yield* walk(child, `${at}/${key}`);
}

test('K-Park stands at 35 % of 43 % planned, earned as the table says, and ends late in 2027', async () => {
  const { summary, progress } = await read('/api/projects/k-park');
  expect(summary).toMatchObject({
    percentBp: 3_500,
    plannedBp: 4_300,
    dataDate: '2026-10-31',
    forecastFinish: '2027-12-29',
  });
  expect(summary).toMatchObject({ status: 'under-construction', district: 'golden', districtDisputed: true });
  // The project is a fact; the numbers of its percent are not.
  expect([summary.provenance.kind, summary.percentProvenance.kind]).toEqual(['fact', 'sample']);
  const earned = [0, 1, 2, 3, 4, 5, 8, 11, 13, 17, 21, 25, 30, 35].map((percent) => percent * 100);
  const posted = progress.curve.filter((point: { earnedBp: number | null }) => point.earnedBp !== null);
  expect(posted.map((point: { earnedBp: number }) => point.earnedBp)).toEqual(earned);
  const may = progress.curve.find((point: { date: string }) => point.date === '2026-05-31');
  expect(may).toMatchObject({ earnedBp: 1_300, correctedFromBp: 1_400, correctionReason: 'rework' });
  expect(progress.spi.toFixed(3)).toBe('0.814');
  expect(progress.spiT.toFixed(3)).toBe('0.892');
});

test('the milestones have their sample dates, states and measures', async () => {
  const { items } = await read('/api/projects/k-park/milestones');
  const by = (code: string) => items.find((item: { code: string }) => item.code === code);
  expect(items).toHaveLength(13);
  expect([by('M02'), by('M03'), by('M04')].map((item) => [item.state, item.actual, item.slipDays])).toEqual([
    ['done', '2025-12-05', 5],
    ['done', '2026-04-17', 17],
    ['done', '2026-08-28', 28],
  ]);
  expect(by('M05')).toMatchObject({ done: 6, total: 9, state: 'in-progress', weight: 9 });
  expect(by('M06')).toMatchObject({ done: 4, total: 20, state: 'in-progress', weight: 20 });
  expect([by('M07'), by('M09')].map((item) => [item.state, item.done, item.total, item.unit])).toEqual([
    ['planned', 0, 12_000, 'm²'],
    ['planned', 0, 18_000, 'm²'],
  ]);
  expect(by('M12').forecast.from > '2027-11-30').toBe(true);
  // The opening is a fact: its date is the announced one, without an invented forecast.
  expect(by('M13')).toMatchObject({ forecast: null, baseline: { precision: 'season' }, provenance: { kind: 'fact' } });
});

test('[INV13] every record is a fact with its source or a sample', async () => {
  const { items } = await read('/api/projects');
  const views = [await read('/api/programmes/alatau-city')];
  for (const { code } of items) views.push(await read(`/api/projects/${code}`));
  let seen = 0;
  for (const [at, record] of walk(views)) {
    if (!('provenance' in record)) continue;
    const { kind, source } = record['provenance'] as { kind: string; source: { title: string } | null };
    expect(kind === 'sample' ? source === null : (source?.title.length ?? 0) > 3, at).toBe(true);
    seen += 1;
  }
  expect(seen).toBeGreaterThan(80);
});

test('[INV19] every text stands in all five languages', async () => {
  const { items } = await read('/api/projects');
  const views = [await read('/api/programmes/alatau-city')];
  for (const { code } of items) views.push(await read(`/api/projects/${code}`));
  let seen = 0;
  for (const [at, record] of walk(views)) {
    if (!('en' in record)) continue;
    expect(Object.keys(record).toSorted(), at).toEqual([...locales].toSorted());
    seen += 1;
  }
  expect(seen).toBeGreaterThan(80);
});

test('the views are exactly the contract’s, and disputed values stand beside the announced ones', async () => {
  const programme = programmeViewSchema.parse(await read('/api/programmes/alatau-city'));
  expect(programme.districts.map((district) => district.code)).toEqual(['gate', 'golden', 'growing', 'green']);
  const residents = programme.targets.find((target) => target.metric === 'residents');
  expect(residents).toMatchObject({ qualifier: 'up-to', value: 2_000_000, horizon: '2050' });
  expect(residents?.disputed.map((value) => value.value)).toEqual([1_870_000, 2_040_000, 2_200_000]);
  for (const project of programme.projects) projectViewSchema.parse(await read(`/api/projects/${project.code}`));
  expect(programme.projects.filter((project) => project.percentBp !== null).map((project) => project.code)).toEqual([
    'k-park',
  ]);
});

test('[PCT1] a project without a plan has a dash, not a zero', async () => {
  const { progress, summary } = await read('/api/projects/iconic-towers');
  expect(summary.percentProvenance).toBeNull();
  for (const view of [progress, summary]) {
    expect([view.percentBp, view.plannedBp, view.dataDate, view.forecastFinish]).toEqual([null, null, null, null]);
  }
});

test('a second start makes nothing twice', async () => {
  const before = hashState(server.dataDirectory);
  await server.restart();
  expect(hashState(server.dataDirectory)).toBe(before);
});

test('with the demo off there is a programme without projects, and no sample', async () => {
  const bare = await startTestServer({ SITECAST_DEMO: 'off' }, { clock });
  try {
    expect((await bare.ask('GET', '/api/projects')).body).toEqual({ items: [] });
    const { status, body } = await bare.ask('GET', '/api/programmes/programme');
    expect([status, body.percentBp, body.projects]).toEqual([200, null, []]);
    expect(readRows(bare.dataDirectory, 'select * from project_cost')).toEqual([]);
  } finally {
    await bare.close();
  }
});
