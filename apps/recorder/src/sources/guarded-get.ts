import { randomBytes } from 'node:crypto';
import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Refusal, type SourceFault } from '@sitecast/contract';
import type { AdmittedSource, SourceGuard } from './guard.ts';
import { toGuardedRequest } from './guarded-request.ts';
import { authorize, chooseChallenge, type Challenge } from './rtsp/authorization.ts';
import type { PulledKind } from './source-url.ts';

/** A request that failed, with what it says of the source. */
export class PullError extends Error {
  readonly fault: SourceFault;

  constructor(fault: SourceFault) {
    super(fault);
    this.name = 'PullError';
    this.fault = fault;
  }
}

export interface GuardedGet {
  /** Opens an address; every one goes through the guard and no redirect is followed. Throws `PullError`. */
  open(url: string, range: { offset: number; length: number } | null): Promise<IncomingMessage>;
  /** The whole body, or `PullError` where it is longer than that, or of another type than is meant. */
  read(url: string, mostBytes: number, type?: RegExp): Promise<Buffer>;
  close(): void;
}

function toFault(status: number): SourceFault | null {
  if (status === 200 || status === 206) return null;
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401 || status === 403) return 'wrong-password';
  return status === 404 || status === 410 ? 'not-found' : 'refused';
}

/** Cameras lock an account after a few wrong passwords; starting anew every few seconds must not be what locks it. */
const wrongPasswordPauseMs = 60_000;

/** What the parser could not read is no camera; all else is a line that broke. */
const toLineFault = (error: NodeJS.ErrnoException): PullError =>
  new PullError(error.code?.startsWith('HPE_') === true ? 'no-video' : 'unreachable');

/**
 * HTTP for one source. `origin` is the address the operator gave: its user name and password go to that scheme, host
 * and port and to no other. A camera (`mjpeg`, `jpeg`) is asked without them first, so that it may ask for a digest.
 */
export function createGuardedGet(options: {
  guard: SourceGuard;
  kind: Extract<PulledKind, 'hls' | 'mjpeg' | 'jpeg'>;
  origin: string;
  silenceMs: number;
  now?: () => number;
}): GuardedGet {
  const { guard, kind, origin, silenceMs } = options;
  const now = options.now ?? (() => performance.now());
  let challenge: Challenge | null = kind === 'hls' ? { scheme: 'basic' } : null;
  let nonceUses = 0;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  let home: AdmittedSource['url'] | null = null;

  async function admit(url: string): Promise<AdmittedSource> {
    try {
      home ??= (await guard.admit(origin, kind)).url;
      return await guard.admit(url, kind);
    } catch (error) {
      throw new PullError(error instanceof Refusal ? 'refused' : 'unreachable');
    }
  }

  function findLogin(url: AdmittedSource['url']): { username: string; password: string } | null {
    const isHome = home?.scheme === url.scheme && home.host === url.host && home.port === url.port;
    const { username, password } = isHome && home ? home : url;
    return username !== '' || password !== '' ? { username, password } : null;
  }

  function sign(url: AdmittedSource['url']): string | null {
    const login = findLogin(url);
    if (!login || !challenge) return null;
    const clientNonce = randomBytes(8).toString('hex');
    return authorize(challenge, login, { method: 'GET', uri: url.target, count: (nonceUses += 1), clientNonce });
  }

  function ask(
    source: AdmittedSource,
    range: { offset: number; length: number } | null,
    signature: string | null,
  ): Promise<IncomingMessage> {
    const guarded = toGuardedRequest(source);
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = guarded.request({
        ...guarded.options,
        path: source.url.target,
        headers: {
          ...guarded.headers,
          ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
          ...(signature !== null && { authorization: signature }),
        },
        agent: guarded.isSecure ? agents.https : agents.http,
        timeout: silenceMs,
      });
      const late = setTimeout(() => request.destroy(new PullError('silent')), silenceMs);
      request.on('close', () => clearTimeout(late));
      request.on('timeout', () => request.destroy(new PullError('silent')));
      request.on('response', (response) => {
        clearTimeout(late);
        resolve(response);
      });
      request.on('error', (error) => reject(error instanceof PullError ? error : toLineFault(error)));
      request.end();
    });
  }

  /** Whether asking again can help: the camera asks for what was not given, or its nonce is old. */
  function meetChallenge(url: AdmittedSource['url'], answer: IncomingMessage, wasSigned: boolean): boolean {
    const offered = chooseChallenge(answer.headersDistinct['www-authenticate'] ?? []);
    const isStale = offered?.scheme === 'digest' && (offered.stale || challenge?.scheme === 'basic');
    if (!offered || !findLogin(url) || (wasSigned && !isStale)) return false;
    challenge = offered;
    nonceUses = 0;
    return true;
  }

  async function open(url: string, range: { offset: number; length: number } | null): Promise<IncomingMessage> {
    if (now() < pausedUntilMs) throw new PullError('wrong-password');
    const source = await admit(url);
    const signature = sign(source.url);
    let answer = await ask(source, range, signature);
    if (answer.statusCode === 401 && meetChallenge(source.url, answer, signature !== null)) {
      answer.destroy();
      answer = await ask(source, range, sign(source.url));
    }
    if (answer.statusCode === 401) pausedUntilMs = now() + wrongPasswordPauseMs;
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    const isCut = range !== null && answer.statusCode !== 206;
    const fault = toFault(answer.statusCode ?? 0) ?? (encoding !== 'identity' || isCut ? 'refused' : null);
    if (fault) {
      answer.destroy();
      throw new PullError(fault);
    }
    return answer;
  }

  return {
    open,
    async read(url, mostBytes, type) {
      const answer = await open(url, null);
      if (type && !type.test(answer.headers['content-type'] ?? '')) {
        answer.destroy();
        throw new PullError('no-video');
      }
      const late = setTimeout(() => answer.destroy(new PullError('silent')), silenceMs);
      const parts: Buffer[] = [];
      let length = 0;
      try {
        for await (const part of answer as AsyncIterable<Buffer>) {
          length += part.length;
          if (length > mostBytes) throw new PullError('refused');
          parts.push(part);
        }
      } catch (error) {
        throw error instanceof PullError ? error : new PullError('ended');
      } finally {
        clearTimeout(late);
        if (!answer.complete) answer.destroy();
      }
      return Buffer.concat(parts);
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
