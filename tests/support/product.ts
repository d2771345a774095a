import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePorts } from '../../infra/run/port.ts';

const root = resolve(import.meta.dirname, '../..');

export interface ApiAnswer {
  status: number;
  // A test reads what it expects out of an answer whose shape it is testing.
  body: ReturnType<typeof JSON.parse>;
  headers: Headers;
}

/** The whole product, started by the start command as a person starts it, on data of its own. */
export interface Product {
  readonly origin: string;
  readonly dataDir: string;
  readonly starter: ChildProcess;
  /** Where the first administrator is made; printed once, at the first start. */
  readonly setupUrl: string | null;
  /** Milliseconds from the command to the printed address. */
  readonly readyMs: number;
  /** Ask the REST API as the machine's operator. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Ask it as a visitor. */
  visit(path: string): Promise<ApiAnswer>;
  /** End it as Ctrl-C does; `keepData` leaves its folder for another start. */
  close(options?: { keepData?: boolean }): Promise<number | null>;
}

export interface ProductOptions {
  demo: boolean;
  /** `off` where nothing of the year before is looked at: drawing it takes two fifths of a core for as long as the test runs. */
  past?: 'off';
  dataDir?: string;
  env?: Record<string, string>;
}

/** Start the product and wait for its address. Rejects with what it printed when it ends before that. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sitecast-')));
  const [rtmpPort] = await findFreePorts(1, '127.0.0.1');
  const startedAt = performance.now();
  const starter = spawn(process.execPath, [join(root, 'infra/run/start.ts')], {
    cwd: root,
    env: {
      ...process.env,
      SITECAST_DATA: dataDir,
      SITECAST_DEMO: options.demo ? 'on' : 'off',
      ...(options.past && { SITECAST_DEMO_PAST: options.past }),
      // Any free port: a fixed one may be taken by another run between the look and the listening.
      SITECAST_PORT: '0',
      SITECAST_RTMP_PORT: String(rtmpPort),
      // Cameras of these tests stand on loopback.
      SITECAST_SOURCE_HOSTS: '127.0.0.0/8',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  let setupUrl: string | null = null;
  const origin = await new Promise<string>((found, fail) => {
    const read = (line: string) => {
      printed.push(line);
      setupUrl = /https?:\/\/\S+\/manage\/setup\S*/.exec(line)?.[0] ?? setupUrl;
      const address = /(https?:\/\/(?:localhost|127\.0\.0\.1):\d+)\/?(?:\s|$)/.exec(line)?.[1];
      if (address) found(address);
    };
    createInterface({ input: starter.stdout }).on('line', read);
    createInterface({ input: starter.stderr }).on('line', (line) => printed.push(line));
    starter.once('exit', (code) => fail(new Error(`the start command ended with ${code}:\n${printed.join('\n')}`)));
  });
  const readyMs = performance.now() - startedAt;
  const token = (await readFile(join(dataDir, 'secrets/operator.token'), 'utf8')).trim();

  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(origin + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'idempotency-key': randomBytes(16).toString('hex'), origin }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, body: isJson && text !== '' ? JSON.parse(text) : text, headers: answer.headers };
  };

  return {
    origin,
    dataDir,
    starter,
    get setupUrl() {
      return setupUrl;
    },
    readyMs,
    api: (method, path, body, headers = {}) =>
      ask(method, path, body, { authorization: `Bearer ${token}`, ...headers }),
    visit: (path) => ask('GET', path, undefined, {}),
    async close({ keepData = false } = {}) {
      const ended = starter.exitCode === null && starter.signalCode === null ? once(starter, 'exit') : null;
      starter.kill('SIGINT');
      await ended;
      if (!keepData) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
      return starter.exitCode;
    },
  };
}
