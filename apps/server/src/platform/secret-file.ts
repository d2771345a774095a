import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The secret in a file that several programs share (ENV3): read where it stands, else made with an exclusive create,
 * so that two programs starting at once agree. The directory is mode 700, the file 600.
 */
export async function readOrCreateSecretFile(
  directory: string,
  name: string,
  createSecret: () => string,
): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, name);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      const secret = createSecret();
      await handle.writeFile(`${secret}\n`);
      await handle.sync();
      return secret;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Another program may be between its create and its write.
  const deadline = Date.now() + 2_000;
  for (;;) {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret !== '') return secret;
    if (Date.now() > deadline) throw new Error(`the secret file ${name} is empty`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
