import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RecorderCameraConfig } from '@sitecast/contract';
import { readListeningPort } from './listening-port.ts';
import type { Recorder } from './recorder.ts';

const main = resolve(import.meta.dirname, '../../apps/server/src/main.ts');

/** The server program on the data of a recorder, without the starter and its simulator, with a manager signed in. */
export interface ServerProgram {
  readonly origin: string;
  readonly program: ChildProcess;
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Adds a camera, says what is kept of it, and has its mask reviewed, so that it is public. */
  addCamera(id: string, source: RecorderCameraConfig['source'], footageMb: number | null): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const project = 'k-park';

export async function startServer(recorder: Recorder): Promise<ServerProgram> {
  const program = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      SITECAST_DATA: recorder.dataDir,
      SITECAST_PORT: '0',
      SITECAST_DEMO: 'on',
      SITECAST_RECORDER_URL: recorder.origin,
      SITECAST_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await readListeningPort(program, 'server');
  const origin = `http://127.0.0.1:${port}`;
  const token = (await readFile(join(recorder.dataDir, 'secrets/operator.token'), 'utf8')).trim();
  let cookie = '';

  const send = async (method: string, path: string, as: Record<string, string>, body?: unknown): Promise<Response> => {
    const answer = await fetch(origin + path, {
      method,
      headers: {
        ...as,
        ...(method !== 'GET' && { origin, 'idempotency-key': randomBytes(12).toString('hex') }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const operator = { authorization: `Bearer ${token}` };
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await send(method, path, cookie === '' ? operator : { cookie }, body)).json();

  const person = {
    name: 'Manager',
    login: `${randomBytes(4).toString('hex')}@example.org`,
    role: 'project-manager',
    projects: [project],
    costs: true,
  };
  const invited = (await ask('POST', '/api/people', person)) as { invitationPath: string };
  const accepted = await send(
    'POST',
    '/api/invitations/accept',
    {},
    { token: invited.invitationPath.split('#')[1], password: randomBytes(12).toString('hex') },
  );
  cookie = accepted.headers.get('set-cookie')?.split(';')[0] ?? '';

  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (program.exitCode !== null || program.signalCode !== null) return;
    const ended = once(program, 'exit');
    program.kill(signal);
    await ended;
  };

  return {
    origin,
    program,
    ask,
    async addCamera(id, source, footageMb) {
      const camera = { id, name: { en: id }, source, published: true, retentionDays: 1 };
      await ask('POST', `/api/projects/${project}/cameras`, camera);
      // Two days by the calendar: an hour ago may be yesterday.
      await ask('PATCH', `/api/cameras/${id}/footage-rules`, { working: {}, footageMb, stillDays: 2, hourlyDays: 2 });
      const masks = `/api/cameras/${id}/masks`;
      const proposal = await send('POST', masks, operator, { polygons: [] });
      const { proposed } = (await proposal.json()) as { proposed: { version: number } };
      await ask('POST', `${masks}/${proposed.version}/approve`, { earlier: true });
    },
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  };
}
