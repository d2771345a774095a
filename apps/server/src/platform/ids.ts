import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Where ids and secrets come from, injected so that tests can repeat them. */
export interface Ids {
  /** A name for a record: sorts by the time it was made, carries no meaning. */
  createId(): string;
  /** 32 random bytes as 43 characters of base64url: a session, a link, a token. */
  createSecret(): string;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function createIds(clock: Clock, random: (bytes: number) => Buffer = randomBytes): Ids {
  return {
    createId: () => {
      let time = '';
      for (let rest = clock.now(), i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
      return time + [...random(11)].map((byte) => alphabet[byte % 32]).join('');
    },
    createSecret: () => random(32).toString('base64url'),
  };
}

/** What is kept of a secret: its hash. A stolen database signs nobody in. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
