import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An answer that was not a success; names the status and the closed code, never an address or a body. */
export class HttpFault extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
  }
}

export type HttpClient = {
  /** The JSON of an answer, or null where it has no body. Rejects with HttpFault, or as fetch does. */
  ask: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<unknown>;
};

const answerWithinMs = 10_000;

/** Speaks to one of our programs; the token is read each time, as whoever needs it first makes it (ENV3). */
export function createHttpClient(options: { baseUrl: string; tokenFile: string; signal: AbortSignal }): HttpClient {
  return {
    ask: async (method, path, body, headers = {}) => {
      const token = (await readFile(options.tokenFile, 'utf8')).trim();
      const sent = Buffer.isBuffer(body)
        ? { type: 'image/jpeg', payload: new Uint8Array(body) }
        : { type: 'application/json', payload: body === undefined ? null : JSON.stringify(body) };
      const answer = await fetch(options.baseUrl + path, {
        method,
        redirect: 'error',
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(answerWithinMs)]),
        headers: {
          Authorization: `Bearer ${token}`,
          ...(sent.payload === null ? {} : { 'Content-Type': sent.type }),
          ...headers,
        },
        body: sent.payload,
      });
      const text = await answer.text();
      if (!answer.ok) throw new HttpFault(answer.status, readCode(text));
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
  };
}

/** Where a secret lies below the data folder. */
export function toTokenFile(dataFolder: string, name: 'operator.token' | 'control.token'): string {
  return join(dataFolder, 'secrets', name);
}

function readCode(text: string): string {
  return /"code"\s*:\s*"([a-z.-]{1,60})"/.exec(text)?.[1] ?? 'without a code';
}
