import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

export interface InstanceLock {
  release(): Promise<void>;
}

/**
 * Makes sure that one recorder alone writes to a data folder: two would write over each other. A name in the kernel, not
 * a file: it goes with the process, so kill -9 leaves nothing to clean up. Throws where another one holds it. Linux
 * alone has such names; elsewhere the lock is always had.
 */
export async function takeInstanceLock(dataFolder: string): Promise<InstanceLock> {
  if (process.platform !== 'linux') return { release: async () => undefined };
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 32);
  const server: Server = createServer((socket) => socket.destroy());
  server.listen(`\0sitecast-recorder-${name}`);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error('Another recorder uses this data folder.', { cause: error });
  }
  server.unref();
  return {
    async release() {
      server.close();
      await once(server, 'close');
    },
  };
}
