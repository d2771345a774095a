import type { ErrorCode, Problem } from '@sitecast/contract';

/** What became of a post. `unsent` means nobody knows: send the same draft again, with the same key. */
export type PostResult<T> =
  { ok: true; value: T } | { ok: false; kind: 'refused'; problem: Problem } | { ok: false; kind: 'unsent' };

/** One thing a person wants done, with the key it keeps until it is acknowledged (IDEM1). */
export interface Draft {
  readonly key: string;
  readonly path: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body: unknown;
}

/** Makes a draft; a form data body is sent as it is, anything else as JSON. */
export const createDraft = (
  path: string,
  body: unknown = undefined,
  method: Draft['method'] = 'POST',
  makeKey: () => string = makeRandomKey,
): Draft => ({ key: makeKey(), path, method, body });

/** 128 random bits. `crypto.randomUUID` would do, but a phone that opens a site's box by http://192.168… has none. */
function makeRandomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A write's answer never takes longer than this; a bad line at a site is slow, not silent. */
const answerTimeoutMs = 30_000;

/** Sends a draft once. Sending it again is always safe: the server knows the key (IDEM2). A large file gets longer. */
export async function sendDraft<T>(
  draft: Draft,
  fetcher: typeof fetch = fetch,
  timeoutMs = answerTimeoutMs,
): Promise<PostResult<T>> {
  const isForm = draft.body instanceof FormData;
  const headers = new Headers({ accept: 'application/json', 'idempotency-key': draft.key });
  if (draft.body !== undefined && !isForm) headers.set('content-type', 'application/json');
  let response: Response;
  try {
    response = await fetcher(draft.path, {
      method: draft.method,
      headers,
      ...(draft.body !== undefined && { body: isForm ? (draft.body as FormData) : JSON.stringify(draft.body) }),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    return { ok: false, kind: 'unsent' };
  }
  return readAnswer<T>(response);
}

async function readAnswer<T>(response: Response): Promise<PostResult<T>> {
  const body = await response.json().catch(() => null);
  if (response.ok) return { ok: true, value: body as T };
  const problem = toKnownProblem(body, response.status);
  // The server may have stopped between the commit and the answer: only the same key can tell.
  if (problem.status >= 500 && problem.code !== 'storage.full') return { ok: false, kind: 'unsent' };
  return { ok: false, kind: 'refused', problem };
}

/** A proxy's own error page has no code; it is not a refusal of ours. */
function toKnownProblem(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') {
    return body as Problem;
  }
  const code: ErrorCode = status === 413 ? 'request.too-large' : status === 429 ? 'request.rate' : 'server.error';
  return { type: `/problems/${code}`, title: code, status: status < 400 ? 500 : status, code };
}
