import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/**
 * Makes sure that one server alone keeps a data folder: a second one would void the setup link of the first, and sign-in
 * limits and repeats under way would be counted twice. A name in the kernel, not a file: it goes with the process, so
 * kill -9 leaves nothing to clean up. Rejects where another server holds it. Linux alone has such names; elsewhere the
 * lock is always had.
 */
export async function takeInstanceLock(dataDirectory: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const name = createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 32);
  const holder = createServer((socket) => socket.destroy());
  holder.listen(`\0sitecast-server-${name}`);
  try {
    await once(holder, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error('Another server uses this data folder.', { cause: error });
  }
  holder.unref();
}
