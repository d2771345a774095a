import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { startTestServer } from './apps/server/src/app/testing/start-test-server.ts';
import { insertProject } from './tests/load/figures.ts';
const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const server = await startTestServer({}, { clock });
const inv = await server.addPerson({ login: 'i@x.kz', role: 'investor', projects: null });
const db = new DatabaseSync(join(server.dataDirectory, 'server', 'sitecast.db'));
db.exec('pragma busy_timeout=10000');
const programme = String(db.prepare('select code from programme').get()?.['code']);
const toMonthEnd = (month: number): string => new Date(Date.UTC(2020, month + 1, 0)).toISOString().slice(0, 10);
const cpu = async (f: () => Promise<unknown>) => {
  const c = process.cpuUsage();
  const t = performance.now();
  await f();
  const u = process.cpuUsage(c);
  return [performance.now() - t, (u.user + u.system) / 1000] as const;
};
const show = (name: string, all: (readonly [number, number])[]) => {
  const q = (i: number, p: number) =>
    all
      .map((a) => a[i]!)
      .sort((a, b) => a - b)
      [Math.floor(all.length * p)]!.toFixed(1);
  console.log(name, 'wall p50', q(0, 0.5), 'p95', q(0, 0.95), 'cpu p50', q(1, 0.5), 'p95', q(1, 0.95));
};
const which = process.argv[2] ?? 'both';
if (which !== 'sheet') {
  db.exec('begin');
  for (let i = 0; i < 200; i++)
    insertProject(db, programme, { code: `bench-${i}`, position: 101 + i, items: 25, periods: 24, revisions: 1 });
  db.exec('commit');
  await new Promise((r) => setTimeout(r, 300));
  await server.ask('GET', '/livez').catch(() => null);
  for (let r = 0; r < 5; r++) await server.ask('GET', '/api/portfolio', { as: inv });
  const all = [];
  for (let r = 0; r < 30; r++) all.push(await cpu(() => server.ask('GET', '/api/portfolio', { as: inv })));
  show('portfolio', all);
}
if (which !== 'portfolio') {
  db.exec('begin');
  insertProject(db, programme, { code: 'bench', position: 100, items: 5000, periods: 60, revisions: 20 });
  db.exec('commit');
  await new Promise((r) => setTimeout(r, 300));
  await server.ask('GET', '/livez').catch(() => null);
  const all = [];
  for (let p = 2; p < 60; p++)
    all.push(await cpu(() => server.ask('GET', `/api/projects/bench/sheet?asOf=${toMonthEnd(p)}`, { as: inv })));
  show('sheet', all);
  show('sheet first half', all.slice(0, 29));
  show('sheet second half', all.slice(29));
}
db.close();
await server.close();
