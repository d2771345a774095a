import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

export interface InstanceLock {
  release(): Promise<void>;
}

/**
 * Makes sure that one program of a kind alone keeps a data folder: two recorders would write over each other, a second
 * server would void the setup link of the first. A name in the kernel, not a file: it goes with the process, so kill -9
 * leaves nothing to clean up. Rejects where another one holds it. Linux alone has such names; elsewhere the lock is
 * always had.
 */
export async function takeInstanceLock(program: 'server' | 'recorder', dataFolder: string): Promise<InstanceLock> {
  if (process.platform !== 'linux') return { release: async () => undefined };
  const name = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 32);
  const holder = createServer((socket) => socket.destroy());
  holder.listen(`\0sitecast-${program}-${name}`);
  try {
    await once(holder, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`Another ${program} uses this data folder.`, { cause: error });
  }
  holder.unref();
  return {
    async release() {
      holder.close();
      await once(holder, 'close');
    },
  };
}
