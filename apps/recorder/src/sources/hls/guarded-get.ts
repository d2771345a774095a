import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Refusal, type SourceFault } from '@sitecast/contract';
import type { AdmittedSource, SourceGuard } from '../guard.ts';

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
  /** The whole body, or `PullError` where it is longer than that. */
  read(url: string, mostBytes: number): Promise<Buffer>;
  close(): void;
}

function toFault(status: number): SourceFault | null {
  if (status === 200 || status === 206) return null;
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401 || status === 403) return 'wrong-password';
  return status === 404 || status === 410 ? 'not-found' : 'refused';
}

/**
 * HTTP for one source. `origin` is the address the operator gave: its user name and password go to that scheme, host
 * and port and to no other.
 */
export function createGuardedGet(options: { guard: SourceGuard; origin: string; silenceMs: number }): GuardedGet {
  const { guard, origin, silenceMs } = options;
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  let home: AdmittedSource['url'] | null = null;

  async function admit(url: string): Promise<AdmittedSource> {
    try {
      home ??= (await guard.admit(origin, 'hls')).url;
      return await guard.admit(url, 'hls');
    } catch (error) {
      throw new PullError(error instanceof Refusal ? 'refused' : 'unreachable');
    }
  }

  function toHeaders(
    { url }: AdmittedSource,
    range: { offset: number; length: number } | null,
  ): Record<string, string> {
    const isHome = home?.scheme === url.scheme && home.host === url.host && home.port === url.port;
    const { username, password } = isHome && home ? home : url;
    const hasLogin = username !== '' || password !== '';
    const host = url.host.includes(':') ? `[${url.host}]` : url.host;
    return {
      host: `${host}:${url.port}`,
      'user-agent': 'Sitecast',
      'accept-encoding': 'identity',
      ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
      ...(hasLogin && { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }),
    };
  }

  async function open(url: string, range: { offset: number; length: number } | null): Promise<IncomingMessage> {
    const source = await admit(url);
    const isSecure = source.url.scheme === 'https';
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (isSecure ? requestHttps : requestHttp)({
        host: source.address,
        port: source.url.port,
        path: source.url.target,
        headers: toHeaders(source, range),
        agent: isSecure ? agents.https : agents.http,
        timeout: silenceMs,
        ...(isSecure && { rejectUnauthorized: !source.listed }),
        ...(isSecure && isIP(source.url.host) === 0 && { servername: source.url.host }),
      });
      const late = setTimeout(() => request.destroy(new PullError('silent')), silenceMs);
      request.on('close', () => clearTimeout(late));
      request.on('timeout', () => request.destroy(new PullError('silent')));
      request.on('response', (response) => {
        clearTimeout(late);
        resolve(response);
      });
      request.on('error', (error) => reject(error instanceof PullError ? error : new PullError('unreachable')));
      request.end();
    });
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
    async read(url, mostBytes) {
      const answer = await open(url, null);
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
