import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashState, readRows } from '../../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

// 23 November 2026, 20:30 UTC: at the site it is already the 24th.
const clock = { now: () => Date.parse('2026-11-23T20:30:00.000Z') };
const address = '/api/projects/k-park/progress';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const readItem = async (code: string) => {
  const { body } = await server.ask('GET', '/api/projects/k-park/milestones');
  return body.items.find((item: { code: string }) => item.code === code);
};
/** Posts with the item's version of this moment, unless the test says another. */
const post = async (item: string, measurement: unknown, more: Record<string, unknown> = {}) => {
  const { version } = (await readItem(item)) ?? { version: 0 };
  const body = { item, dataDate: '2026-11-15', measurement, expectedVersion: version, ...more };
  return server.ask('POST', address, { as: server.operator, body });
};
const units = (done: number, total: number) => ({ method: 'units', done, total });
const readPercent = async () => (await server.ask('GET', address)).body.percentBp;

describe('a post', () => {
  test('[IDEM4] is in the read model, the log, the audit and the entries at once', async () => {
    const before = await readItem('M06');
    const answer = await post('M06', units(5, 20), { note: 'Section 5 stands.' });
    expect(answer.status).toBe(201);
    // 9·6/9 + 20·5/20 + 25 = 36 of 100.
    expect(answer.body.progress).toMatchObject({ percentBp: 3_600, dataDate: '2026-11-15', baselineRevision: 1 });
    expect(answer.body.milestone).toMatchObject({
      code: 'M06',
      done: 5,
      percentBp: 2_500,
      version: before.version + 1,
    });
    expect(await server.ask('GET', address)).toMatchObject({ status: 200, body: answer.body.progress });
    const events = readRows(
      server.dataDirectory,
      'select audience, type, payload from event order by seq desc limit 3',
    );
    expect(events.map(({ audience, type }) => `${String(audience)} ${String(type)}`)).toEqual([
      'investor figures:updated',
      'public milestone:posted',
      'public progress:updated',
    ]);
    const [audit] = readRows(server.dataDirectory, 'select action, entity_id from audit order by seq desc limit 1');
    expect(audit).toMatchObject({ action: 'progress.post', entity_id: 'k-park/M06' });
  });

  test('[PCT4] gives one percent everywhere: project, list, programme, progress, event', async () => {
    const percent = await readPercent();
    const { body: project } = await server.ask('GET', '/api/projects/k-park');
    const { body: programme } = await server.ask('GET', '/api/programmes/alatau-city');
    const { body: list } = await server.ask('GET', '/api/projects');
    const [event] = readRows(
      server.dataDirectory,
      `select payload from event where type = 'progress:updated' order by seq desc limit 1`,
    );
    const payload = JSON.parse(String(event?.['payload']));
    const shown = [
      project.summary,
      project.progress,
      list.items[0],
      programme.projects[0],
      programme,
      programme.districts[1],
      payload.progress,
      payload.summary,
      payload.programme,
      payload.programme.districts[1],
    ];
    expect(shown.map((view) => view.percentBp)).toEqual(shown.map(() => percent));
    expect(programme.measuredProjects).toBe(1);
  });

  test('[PCT2] carries method, data date, revision and the role that posted it', async () => {
    const { body } = await server.ask('GET', address);
    const row = body.receipt.rows.find((one: { item: string }) => one.item === 'M06');
    expect(row).toMatchObject({ method: 'units', dataDate: '2026-11-15', postedBy: 'administrator', weight: 20 });
    expect(body.receipt).toMatchObject({ weightSum: 100, publishingRule: 'posted-by-manager', verifiedBy: null });
    expect(body.provenance.kind).toBe('sample');
    expect(JSON.stringify(body)).not.toContain('operator');
  });

  test('posts of one data date supersede each other, and all of them are kept', async () => {
    await post('M06', units(6, 20));
    await post('M06', units(7, 20));
    const { body } = await server.ask('GET', address);
    const points = body.curve.filter((point: { date: string }) => point.date === '2026-11-15');
    expect(points).toHaveLength(1);
    expect(points[0].earnedBp).toBe(3_800);
    const kept = readRows(
      server.dataDirectory,
      `select measurement from progress_entry where item = 'M06' order by version`,
    );
    expect(kept.map((row) => JSON.parse(String(row['measurement'])).done).slice(-3)).toEqual([5, 6, 7]);
  });

  test('[IDEM5] against another version is refused with what stands there now', async () => {
    const { version } = await readItem('M06');
    const answer = await post('M06', units(9, 20), { expectedVersion: version - 1 });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([409, 'progress.conflict', 'expectedVersion']);
    expect(answer.body.current).toMatchObject({ code: 'M06', version, done: 7 });
  });

  test('[IDEM5] of two managers on one item only one is taken', async () => {
    const answers = await Promise.all([post('M06', units(8, 20)), post('M06', units(8.5, 20))]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409]);
  });
});

describe('what a post may not do', () => {
  test('[PCT3] [ERR3] a percent does not fall without a correction, and nothing has changed', async () => {
    const before = hashState(server.dataDirectory);
    const answer = await post('M06', units(3, 20));
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, 'progress.falls', 'correction']);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('[PCT3] a correction falls, and the curve keeps what stood there before', async () => {
    const before = await readPercent();
    const correction = { reason: 'rework', note: 'Column 12 is cast again.' };
    const answer = await post('M06', units(6, 20), { dataDate: '2026-11-20', correction });
    expect(answer.status).toBe(201);
    const point = answer.body.progress.curve.find((one: { date: string }) => one.date === '2026-11-20');
    expect(point).toMatchObject({ earnedBp: 3_700, correctedFromBp: before, correctionReason: 'rework' });
    const [entry] = readRows(
      server.dataDirectory,
      `select before, correction_note from progress_entry where item = 'M06' order by version desc limit 1`,
    );
    expect(JSON.parse(String(entry?.['before'])).done).toBeGreaterThan(6);
    expect(entry?.['correction_note']).toBe(correction.note);
  });

  test('[INV20] today is the site’s: the 24th counts, the 25th does not', async () => {
    const late = await post('M06', units(7, 20), { dataDate: '2026-11-25' });
    expect([late.status, late.body.code, late.body.field]).toEqual([422, 'progress.future', 'dataDate']);
    expect((await post('M06', units(7, 20), { dataDate: '2026-11-24' })).status).toBe(201);
  });

  test('[INV6] a data date does not go back', async () => {
    const answer = await post('M05', units(7, 9), { dataDate: '2026-11-23' });
    expect([answer.status, answer.body.code]).toEqual([422, 'progress.before-data-date']);
  });

  test.each([
    ['M06', { method: 'estimate', percentBp: 5_000 }, 'measurement.method'],
    ['M06', { method: 'units', done: 9, total: 10 }, 'measurement.total'],
    ['M10', { method: 'steps', reached: ['landscape', 'moon'] }, 'measurement.reached.1'],
    ['M10', { method: 'steps', reached: ['rink', 'rink'] }, 'measurement.reached.1'],
    ['M11', { method: 'start-finish', started: false, finished: true }, 'measurement.started'],
    ['M01', { method: 'estimate', percentBp: 5_000 }, 'measurement.method'],
  ])('%s is not measured by %j', async (item, measurement, field) => {
    const answer = await post(item, measurement, { dataDate: '2026-11-24' });
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, 'progress.method', field]);
  });

  test('an item, a project or a photo that is not there is named', async () => {
    const item = await post('M99', units(1, 2));
    expect([item.status, item.body.code, item.body.field]).toEqual([404, 'milestone.not-found', 'item']);
    const body = { item: 'M06', dataDate: '2026-11-24', measurement: units(8, 20), expectedVersion: 0 };
    const project = await server.ask('POST', '/api/projects/no-such/progress', { as: server.operator, body });
    expect([project.status, project.body.code]).toEqual([404, 'project.not-found']);
    const photo = await post('M06', units(8, 20), { dataDate: '2026-11-24', evidence: ['nothing'] });
    expect([photo.status, photo.body.code, photo.body.field]).toEqual([404, 'evidence.not-found', 'evidence.0']);
  });
});

describe('the methods', () => {
  test('[INV1] more than planned is kept raw and earns 100 %', async () => {
    const answer = await post('M05', units(11, 9), { dataDate: '2026-11-24' });
    expect(answer.body.milestone).toMatchObject({ done: 11, total: 9, percentBp: 10_000 });
    const { body } = await server.ask('GET', address);
    expect(body.percentBp).toBe(2_500 + 900 + 700);
  });

  test('finished work awaits its acceptance: 100 % is not done', async () => {
    expect(await readItem('M05')).toMatchObject({ state: 'awaiting-acceptance', actual: null });
  });

  test('steps and start-finish earn by their own rules', async () => {
    const at = { dataDate: '2026-11-24' };
    const steps = await post('M10', { method: 'steps', reached: ['rink'] }, at);
    expect(steps.body.milestone).toMatchObject({ percentBp: 3_333, state: 'in-progress' });
    const reached = steps.body.milestone.steps.filter((step: { reached: boolean }) => step.reached);
    expect(reached.map((step: { code: string }) => step.code)).toEqual(['rink']);
    const start = await post('M11', { method: 'start-finish', started: true, finished: false }, at);
    expect(start.body.milestone.percentBp).toBe(2_000);
    // 41 + 6·1/3 + 3·0.2, rounded once.
    expect(start.body.progress.percentBp).toBe(4_100 + 200 + 60);
  });

  test('[IDEM2] the same post again, also after a restart, has one effect', async () => {
    const { version } = await readItem('M09');
    const body = {
      item: 'M09',
      dataDate: '2026-11-24',
      measurement: units(2_000, 18_000),
      expectedVersion: version,
    };
    const send = () =>
      server.ask('POST', address, { as: server.operator, body, headers: { 'idempotency-key': 'one-post-0000000001' } });
    const first = await send();
    expect(first.status).toBe(201);
    await server.restart();
    expect(await send()).toMatchObject({ status: 201, body: first.body });
    expect((await readItem('M09')).version).toBe(version + 1);
  });
});

test.each(['progress_entry', 'percent_history', 'baseline_revision', 'baseline_item', 'plan_point', 'project_cost'])(
  '[INV3] %s is append-only in the database itself',
  async (table) => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(`${server.dataDirectory}/server/sitecast.db`);
    try {
      expect(() => database.exec(`delete from ${table}`)).toThrow('append-only');
      expect(() => database.exec(`update ${table} set project = 'other'`)).toThrow('append-only');
    } finally {
      database.close();
    }
  },
);
