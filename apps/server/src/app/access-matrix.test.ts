import { can, roles, routes, type Role } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

let server: TestServer;
const callers = new Map<string, TestCaller>();
const invitable = roles.filter((role) => role !== 'public' && role !== 'display');

beforeAll(async () => {
  server = await startTestServer();
  for (const role of invitable) {
    callers.set(`${role} own`, await server.addPerson({ login: `${role}@own.kz`, role, projects: ['k-park'] }));
    callers.set(
      `${role} foreign`,
      await server.addPerson({ login: `${role}@foreign.kz`, role, projects: ['iconic-towers'] }),
    );
  }
  callers.set('public own', {});
});
afterAll(() => server.close());

const fill = (path: string, project: string): string =>
  path
    .replace(':programme', 'alatau-city')
    .replace(':project', project)
    .replace(':camera', 'no-such-camera')
    .replace(':person', 'no-such-person');

/** What a caller without the right gets; null: the right is there, and whatever comes next is not a matter of access. */
function refusalOf(route: (typeof routes)[number], role: Role, scope: string): string | null {
  if (route.needs === null) return null;
  if (role === 'public') return 'session.required';
  if (route.needs === 'signed-in') return null;
  if (!can(role, route.needs)) return 'permission.denied';
  return 'projectParam' in route && scope === 'foreign' ? 'permission.denied' : null;
}

const accessCodes = ['session.required', 'permission.denied'];

test.each(routes.map((route) => [route.id, route] as const))(
  '%s is open to whom the table says',
  async (_id, route) => {
    // Signing out would end the caller under test.
    if (route.id === 'session.end' || route.id === 'setup.finish') return;
    for (const [name, caller] of callers) {
      const [role = 'public', scope = 'own'] = name.split(' ') as [Role, string];
      const options = { as: caller, ...(route.method !== 'get' && route.method !== 'delete' && { body: {} }) };
      const answer = await server.ask(route.method.toUpperCase(), fill(route.path, 'k-park'), options);
      const expected = refusalOf(route, role, scope);
      if (expected === null)
        expect(accessCodes, `${name}: ${JSON.stringify(answer.body)}`).not.toContain(answer.body?.code);
      else expect(answer.body.code, name).toBe(expected);
      expect(answer.status, name).toBeLessThan(500);
    }
  },
);

test('a foreign and an absent project answer alike', async () => {
  const investor = callers.get('investor foreign') ?? {};
  const strip = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    { ...body, requestId: '' },
  ];
  const foreign = await server.ask('GET', '/api/projects/k-park/figures', { as: investor });
  const absent = await server.ask('GET', '/api/projects/nowhere/figures', { as: investor });
  expect(strip(foreign)).toEqual(strip(absent));
});

test('[AUD3] figures reach investors and managers of the project, and nobody else, by any door', async () => {
  const doors = [
    '/',
    '/projects/k-park',
    '/api/projects/k-park',
    '/api/projects',
    '/api/programmes/alatau-city',
    '/api/projects/k-park/progress',
  ];
  const own = await server.ask('GET', '/api/projects/k-park/figures', { as: callers.get('investor own') ?? {} });
  expect(own.status).toBe(200);
  const canaries = [own.body.budgetMinor, own.body.actualCostMinor, own.body.estimateAtCompletionMinor]
    .filter((value): value is number => typeof value === 'number')
    .map(String);
  expect(canaries.length).toBeGreaterThan(0);
  for (const name of ['public own', 'investor foreign']) {
    for (const door of doors) {
      const answer = await server.ask('GET', door, { as: callers.get(name) ?? {} });
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      for (const canary of canaries) expect(text.includes(canary), `${canary} at ${door} for ${name}`).toBe(false);
    }
  }
});
