import { randomBytes } from 'node:crypto';
import type { SourceFault } from '@sitecast/contract';
import { authorize, chooseChallenge, type Challenge, type Credentials } from './authorization.ts';
import { readHeader, writeMessage, type RtspMessage } from './message.ts';

export interface ExchangeRequest {
  method: string;
  uri: string;
  headers: readonly (readonly [name: string, value: string])[];
}
export type RtspResponse = Extract<RtspMessage, { kind: 'response' }>;

interface Pending {
  request: ExchangeRequest;
  sentAtMs: number;
  /** Whether the last attempt carried an authorization. */
  authorized: boolean;
  attempts: number;
  onResponse(response: RtspResponse): void;
}

const maxAttempts = 3;
const maxPending = 16;

/** The requests to one camera over one connection: numbers them, signs them, and answers its challenges. */
export interface Exchange {
  send(request: ExchangeRequest, onResponse: (response: RtspResponse) => void): void;
  /** Takes a response of the camera; answers what is wrong with it, or null. */
  receive(response: RtspResponse): SourceFault | null;
  /** When the oldest unanswered request was sent; null where none waits. */
  readonly waitingSinceMs: number | null;
}

/** What a status other than success says of the source. */
export function toFault(status: number): SourceFault {
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401) return 'wrong-password';
  return status === 404 || status === 410 ? 'not-found' : 'refused';
}

/** `credentials` null: the camera was given without a user name; `write` puts bytes on its connection; `now` in milliseconds. */
export function createExchange(options: {
  credentials: Credentials | null;
  write: (bytes: Buffer) => void;
  now: () => number;
}): Exchange {
  const { credentials, write, now } = options;
  const waiting = new Map<number, Pending>();
  let nextNumber = 1;
  let challenge: Challenge | null = null;
  let nonceUses = 0;
  let isAccepted = false;

  function transmit(pending: Pending): void {
    const { method, uri, headers } = pending.request;
    const number = nextNumber;
    nextNumber += 1;
    const signature =
      challenge && credentials
        ? authorize(challenge, credentials, {
            method,
            uri,
            count: (nonceUses += 1),
            clientNonce: randomBytes(8).toString('hex'),
          })
        : null;
    waiting.set(number, {
      ...pending,
      sentAtMs: now(),
      authorized: signature !== null,
      attempts: pending.attempts + 1,
    });
    const own = [['CSeq', String(number)] as const, ['User-Agent', 'Sitecast'] as const];
    write(
      writeMessage(`${method} ${uri} RTSP/1.0`, [
        ...own,
        ...headers,
        ...(signature === null ? [] : [['Authorization', signature] as const]),
      ]),
    );
  }

  /** Whether asking again can help. A wrong password is not tried twice: cameras lock the account after a few. */
  function canRetry(pending: Pending, next: Challenge | null): boolean {
    if (!next || !credentials || pending.attempts >= maxAttempts) return false;
    return !pending.authorized || isAccepted || (next.scheme === 'digest' && next.stale);
  }

  return {
    get waitingSinceMs() {
      const [oldest] = waiting.values();
      return oldest?.sentAtMs ?? null;
    },
    send(request, onResponse) {
      if (waiting.size >= maxPending) return;
      transmit({ request, onResponse, sentAtMs: now(), authorized: false, attempts: 0 });
    },
    receive(response) {
      const number = Number(readHeader(response.headers, 'cseq'));
      const pending = waiting.get(number);
      if (!pending) return null;
      // 1xx says that the answer is still to come.
      if (response.status < 200) return null;
      waiting.delete(number);
      if (response.status === 401) {
        const next = chooseChallenge(response.headers.get('www-authenticate') ?? []);
        if (!canRetry(pending, next)) return 'wrong-password';
        challenge = next;
        nonceUses = 0;
        transmit(pending);
        return null;
      }
      if (pending.authorized) isAccepted = true;
      // A camera may not know a keep-alive; that is for the player to see, not a fault.
      const isVital =
        pending.request.method === 'DESCRIBE' ||
        pending.request.method === 'SETUP' ||
        pending.request.method === 'PLAY';
      if (response.status >= 300 && (isVital || response.status < 400)) return toFault(response.status);
      pending.onResponse(response);
      return null;
    },
  };
}
