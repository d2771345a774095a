import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's least for argon2id; kept beside each hash, so that it can be raised later. */
const memoryKib = 19_456;
const passes = 2;

/** The form a password is kept in: `argon2id$m=19456,t=2,p=1$salt$hash`. About 50 ms, off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await deriveHash(password, salt, memoryKib, passes);
  return `argon2id$m=${memoryKib},t=${passes},p=1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Whether the password is the kept one. With null (no such account) it takes the same time and says no. */
export async function verifyPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = /^argon2id\$m=(\d+),t=(\d+),p=1\$([\w-]+)\$([\w-]+)$/.exec(kept ?? '');
  if (!parts) {
    await deriveHash(password, randomBytes(16), memoryKib, passes);
    return false;
  }
  const [, memory, times, salt = '', expected = ''] = parts;
  const hash = await deriveHash(password, Buffer.from(salt, 'base64url'), Number(memory), Number(times));
  return timingSafeEqual(hash, Buffer.from(expected, 'base64url'));
}

async function deriveHash(password: string, nonce: Buffer, memory: number, times: number): Promise<Buffer> {
  return derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory,
    passes: times,
  });
}
