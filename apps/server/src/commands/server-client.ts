import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findUnknownNames, problemSchema } from '@sitecast/contract';
import { UsageFault } from './usage-fault.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The server's REST door, as the machine's own administrator (ENV4). */
export interface ServerClient {
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** Where the server is asked: `SITECAST_SERVER_URL`, else its port on this machine. Throws UsageFault. */
export function readServerAddress(environment: Environment): string {
  const unknown = findUnknownNames(environment);
  if (unknown.length > 0) throw new UsageFault(`not a known variable: ${unknown.join(', ')}`);
  return environment['SITECAST_SERVER_URL'] || `http://127.0.0.1:${environment['SITECAST_PORT'] || '4000'}`;
}

/** The token of the machine's operator, from the data folder. Rejects where it cannot be read. */
export async function readToken(environment: Environment): Promise<string> {
  const file = path.join(path.resolve(environment['SITECAST_DATA'] || './data'), 'secrets', 'operator.token');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw new Error('the operator token cannot be read: run this where the server runs, with its SITECAST_DATA');
  }
}

export function createServerClient(address: string, token: string): ServerClient {
  return {
    ask: async (method, target, body) => {
      let response: Response;
      try {
        response = await fetch(new URL(target, address), {
          method,
          redirect: 'error',
          headers: {
            authorization: `Bearer ${token}`,
            ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(20_000),
        });
      } catch {
        throw new Error(`no server answers at ${new URL(address).host}`);
      }
      if (response.status === 204) return null;
      const answer: unknown = await response.json().catch(() => null);
      if (response.ok) return answer;
      throw new Error(describeProblem(answer));
    },
  };
}

/** A refusal in one line per field. */
function describeProblem(answer: unknown): string {
  const parsed = problemSchema.safeParse(answer);
  if (!parsed.success) return 'the server answered in another tongue';
  const { code, detail, fields } = parsed.data;
  const lines = fields?.map(({ field, message }) => `  ${field}: ${message}`) ?? [];
  return [`refused: ${code}${detail === undefined ? '' : ` (${detail})`}`, ...lines].join('\n');
}
