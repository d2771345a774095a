import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '../../platform/log.ts';
import { parseConfig } from '../../platform/config.ts';
import { startServer, type RunningServer } from '../start-server.ts';

/** An answer as a test reads it; the shape of the body is what it tests. */
export interface TestAnswer {
  status: number;
  body: ReturnType<typeof JSON.parse>;
  headers: Headers;
}

/** Who asks: a visitor, the machine's operator, or whoever holds a cookie. */
export interface TestCaller {
  cookie?: string;
  token?: string;
}

export interface TestServer {
  readonly url: string;
  readonly dataDirectory: string;
  readonly setupPath: string | null;
  readonly operator: TestCaller;
  /** Everything that was logged, as one text. */
  readonly logged: () => string;
  ask(
    method: string,
    path: string,
    options?: { as?: TestCaller; body?: unknown; headers?: Record<string, string> },
  ): Promise<TestAnswer>;
  /** Makes the first administrator with the printed link. */
  setUp(): Promise<TestCaller>;
  /** Invites a person and accepts for them. */
  addPerson(person: {
    login: string;
    role: string;
    projects: string[] | null;
    /** Whether money is shown to them; granted unless a test says otherwise. */
    costs?: boolean;
  }): Promise<TestCaller & { id: string }>;
  /** Has the camera's mask reviewed, which holds nothing: proposed by the machine, approved by a person. */
  reviewMask(camera: string, reviewer: TestCaller, polygons?: [number, number][][]): Promise<TestAnswer>;
  /** Ends it as SIGTERM does and starts it again on the same data, which `between` may change meanwhile. */
  restart(between?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export const testPassword = 'correct horse battery';

/** The whole server in this process, on a data directory of its own and a port of the system's choice. */
export async function startTestServer(
  environment: Record<string, string> = {},
  given: Pick<
    NonNullable<Parameters<typeof startServer>[1]>,
    'clock' | 'reportsEveryMs' | 'canPrint' | 'sealPace'
  > = {},
): Promise<TestServer> {
  const dataDirectory = environment['SITECAST_DATA'] ?? (await mkdtemp(path.join(tmpdir(), 'sitecast-server-')));
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => lines.push(line) });
  const config = parseConfig({
    SITECAST_PORT: '0',
    SITECAST_DATA: dataDirectory,
    SITECAST_DEMO: 'on',
    SITECAST_RECORDER_URL: 'http://127.0.0.1:1',
    ...environment,
  });
  let running: RunningServer = await startServer(config, { log, ...given });
  const token = (await readFile(path.join(dataDirectory, 'secrets', 'operator.token'), 'utf8')).trim();
  const urlOf = (): string => `http://127.0.0.1:${running.port}`;

  const ask: TestServer['ask'] = async (method, address, { as = {}, body, headers = {} } = {}) => {
    const response = await fetch(urlOf() + address, {
      method,
      redirect: 'manual',
      headers: {
        ...(as.cookie !== undefined && { cookie: as.cookie }),
        ...(as.token !== undefined && { authorization: `Bearer ${as.token}` }),
        ...(method !== 'GET' && { origin: urlOf(), 'idempotency-key': randomBytes(12).toString('hex') }),
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  const toCaller = (answer: TestAnswer): TestCaller & { id: string } => {
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error(`no session: ${JSON.stringify(answer.body)}`);
    return { cookie, id: answer.body.principal.id };
  };

  const server: TestServer = {
    get url() {
      return urlOf();
    },
    dataDirectory,
    get setupPath() {
      return running.setupPath;
    },
    operator: { token },
    logged: () => lines.join(''),
    ask,
    setUp: async () => {
      const link = running.setupPath?.split('#')[1];
      const body = { token: link, name: 'First', login: 'first@example.kz', password: testPassword };
      return toCaller(await ask('POST', '/api/setup', { body }));
    },
    addPerson: async ({ login, role, projects, costs = true }) => {
      const invited = await ask('POST', '/api/people', {
        as: server.operator,
        body: { name: login, login, role, projects, costs },
      });
      const link = String(invited.body.invitationPath).split('#')[1];
      return toCaller(await ask('POST', '/api/invitations/accept', { body: { token: link, password: testPassword } }));
    },
    reviewMask: async (camera, reviewer, polygons = []) => {
      const path = `/api/cameras/${camera}/masks`;
      const proposed = await ask('POST', path, { as: server.operator, body: { polygons } });
      const version = proposed.body.proposed.version as number;
      return ask('POST', `${path}/${version}/approve`, { as: reviewer, body: { earlier: true } });
    },
    restart: async (between) => {
      await running.close();
      await between?.();
      running = await startServer(config, { log, ...given });
    },
    close: async () => {
      await running.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
  return server;
}
