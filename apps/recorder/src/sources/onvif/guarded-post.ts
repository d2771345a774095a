import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal, type PtzFault } from '@sitecast/contract';
import type { AdmittedSource, SourceGuard } from '../guard.ts';
import { toGuardedRequest } from '../guarded-request.ts';
import { authorize, chooseChallenge, type Challenge, type Credentials } from '../rtsp/authorization.ts';
import { PtzError } from './ptz-error.ts';

/** Three hundred presets of a talkative camera are a third of it. */
const mostBytes = 524_288;

export interface Answer {
  status: number;
  text: string;
}

export interface GuardedPost {
  /** The operator's address, checked anew. Throws PtzError. */
  admit(): Promise<AdmittedSource>;
  /**
   * Posts to a path of the operator's host and nowhere else: the guard is asked each time, no redirect is followed, at most
   * 512 kB are read. Throws PtzError.
   */
  send(target: string, body: string, signal: AbortSignal): Promise<Answer>;
}

export function findLogin({ url: { username, password } }: AdmittedSource): Credentials | null {
  return username === '' && password === '' ? null : { username, password };
}

/** SOAP requests to one camera, signed with a digest where it asks for one. */
export function createGuardedPost(options: { url: string; guard: SourceGuard }): GuardedPost {
  let challenge: Challenge | null = null;
  let nonceUses = 0;

  async function admit(): Promise<AdmittedSource> {
    try {
      return await options.guard.admit(options.url, 'onvif');
    } catch (error) {
      throw new PtzError(error instanceof Refusal ? 'refused' : 'unreachable');
    }
  }

  function sign(login: Credentials | null, uri: string): string | null {
    if (!login || !challenge) return null;
    const clientNonce = randomBytes(8).toString('hex');
    return authorize(challenge, login, { method: 'POST', uri, count: (nonceUses += 1), clientNonce });
  }

  /** Whether asking again can help: it asks for what was not given, or its nonce is old. */
  function meetChallenge(answer: IncomingMessage, wasSigned: boolean): boolean {
    const offered = chooseChallenge(answer.headersDistinct['www-authenticate'] ?? []);
    if (!offered || (wasSigned && !(offered.scheme === 'digest' && offered.stale))) return false;
    challenge = offered;
    nonceUses = 0;
    return true;
  }

  return {
    admit,
    async send(target, body, signal) {
      const source = await admit();
      const login = findLogin(source);
      const signature = sign(login, target);
      let answer = await ask(source, target, body, signature, signal);
      if (answer.statusCode === 401 && login && meetChallenge(answer, signature !== null)) {
        answer.destroy();
        answer = await ask(source, target, body, sign(login, target), signal);
      }
      const status = answer.statusCode ?? 0;
      const fault = toFault(status);
      if (fault) {
        answer.destroy();
        throw new PtzError(fault);
      }
      return { status, text: await readAll(answer, signal) };
    },
  };
}

/** What a status says by itself. 400 and 500 come with a SOAP fault, which says more. */
function toFault(status: number): PtzFault | null {
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401 || status === 403) return 'wrong-password';
  if (status === 404 || status === 405 || status === 410) return 'not-found';
  return status === 200 || status === 400 || status === 500 ? null : 'refused';
}

function ask(
  source: AdmittedSource,
  target: string,
  body: string,
  signature: string | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const guarded = toGuardedRequest(source);
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = guarded.request({
      ...guarded.options,
      path: target,
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...guarded.headers,
        'content-type': 'application/soap+xml; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        ...(signature !== null && { authorization: signature }),
      },
    });
    request.on('response', resolve);
    request.on('error', (error: NodeJS.ErrnoException) => reject(toLineError(error, signal)));
    request.end(body);
  });
}

async function readAll(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of answer as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > mostBytes) throw new PtzError('unreadable');
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof PtzError ? error : toLineError(error as NodeJS.ErrnoException, signal);
  } finally {
    answer.destroy();
  }
  return Buffer.concat(parts).toString('utf8');
}

function toLineError(error: NodeJS.ErrnoException, signal: AbortSignal): PtzError {
  if (signal.aborted) return new PtzError('silent');
  return new PtzError(error.code?.startsWith('HPE_') === true ? 'unreadable' : 'unreachable');
}
