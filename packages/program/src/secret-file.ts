import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const waitMs = 20;
const tries = 100;

/**
 * The secret in a file of a folder that several programs share, without its line end (ENV3): read where it stands, else
 * made with an exclusive create, so that programs that start together agree. The folder is mode 700, the file 600.
 * Rejects where the file stays empty.
 */
export async function readOrCreateSecret(folder: string, name: string, createSecret: () => string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // One that belongs to somebody else, or is mounted read-only, is as its owner made it.
  await chmod(folder, 0o700).catch(() => undefined);
  const path = join(folder, name);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const secret = createSecret();
      await file.writeFile(`${secret}\n`);
      await file.sync();
      return secret;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  // Another program may be between its create and its write.
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const secret = (await readFile(path, 'utf8')).trim();
    if (secret !== '') return secret;
    await wait(waitMs);
  }
  throw new Error(`The secret file ${name} is empty. Remove it to have a new one made.`);
}
