import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A secret of 32 random bytes in hex below `secrets/`, made by whoever needs it first (ENV3). Two programs that start
 * together agree: the exclusive create lets one win, the other reads.
 */
export async function readOrCreateSecret(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, name);
  try {
    const file = await open(path, 'wx', 0o600);
    const secret = randomBytes(32).toString('hex');
    try {
      await file.writeFile(`${secret}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return secret;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  // The winner may still be writing.
  for (let tries = 0; tries < 50; tries += 1) {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret.length >= 32) return secret;
    await wait(20);
  }
  throw new Error(`The secret ${name} is not readable. Remove the file to have a new one made.`);
}
